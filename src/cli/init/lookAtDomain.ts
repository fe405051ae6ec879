import { recordsOf } from "../../net/dnsRecord";
import type { LiveMx } from "../../net/liveMx";
import { liveTxt } from "../../net/liveTxt";
import { authoritativeServers } from "../../net/authoritative";
import type { Network } from "../../checks";
import { hostFacts } from "../../checks/collect/hostFacts";
import { mainFetch } from "../../checks/mainFetch";
import { parsePolicyFile, selectStsRecord, selectTlsRptRecord, type Policy } from "../../protocol";
import { dnsHostOf, type DnsHostName } from "./dnsHost";
import { mailHostsOf, type MailHost } from "./mailHost";

/** A domain as it is now, as far as the program depends on it. */
export interface DomainState {
  domain: string;
  mxHosts: string[];
  mailHosts: MailHost[];
  /** The zone's name servers; empty where only an explicit resolver was asked and knows none. */
  nameServers: string[];
  detectedDns?: DnsHostName;
  /** The policy that senders have now: exactly one valid record and a strictly valid file. */
  policy?: Policy;
  /** Why there is a record and no policy. */
  broken?: string;
  /** Types of records at these names. */
  existing: { stsTxt: boolean; tlsRptTxt: boolean; hostTypes: ("A" | "AAAA" | "CNAME")[] };
  /** The addresses for reports that are published. */
  rua: string[];
  /** Look-ups that failed: what they would have shown is taken as absent. */
  warnings: string[];
}

export async function lookAtDomain(domain: string, mx: LiveMx, network: Network): Promise<DomainState> {
  const { resolver, authority } = network;
  const [sts, tlsRpt, nameServers, hostTypes] = await Promise.all([
    liveTxt(`_mta-sts.${domain}`, resolver, authority),
    liveTxt(`_smtp._tls.${domain}`, resolver, authority),
    nameServersOf(domain, network),
    addressTypesAt(`mta-sts.${domain}`, network),
  ]);
  const detectedDns = dnsHostOf(nameServers);
  const stsTexts = sts.ok ? sts.texts : [];
  const mxHosts = mx.hosts.map(({ host }) => host);
  return {
    domain,
    mxHosts,
    mailHosts: mailHostsOf(mxHosts),
    nameServers,
    ...(detectedDns ? { detectedDns } : {}),
    ...(await livePolicy(domain, stsTexts, network)),
    existing: {
      stsTxt: sts.ok && sts.texts.length > 0,
      tlsRptTxt: tlsRpt.ok && tlsRpt.texts.length > 0,
      hostTypes,
    },
    rua: selectTlsRptRecord(tlsRpt.ok ? tlsRpt.texts : []).record?.rua ?? [],
    warnings: [sts, tlsRpt].flatMap((live) => (live.ok ? [] : [live.reason])),
  };
}

async function livePolicy(
  domain: string,
  texts: readonly string[],
  network: Network,
): Promise<Pick<DomainState, "policy" | "broken">> {
  const { record, candidates, violations } = selectStsRecord(texts);
  if (!record || violations.length > 0) {
    return candidates.length === 0 ? {} : { broken: violations[0]?.message ?? "the _mta-sts record is not valid" };
  }
  const host = await hostFacts(domain, network);
  const fetched = mainFetch(host);
  if (fetched?.ok !== true) return { broken: fetched?.seen ?? host.failure ?? `${host.name} has no address` };
  const file = parsePolicyFile(fetched.bytes);
  const [violation] = file.violations;
  return file.policy && !violation
    ? { policy: file.policy }
    : { broken: violation?.message ?? "the policy file cannot be read" };
}

async function nameServersOf(domain: string, { resolver, authority }: Network): Promise<string[]> {
  const servers = await authoritativeServers(domain, resolver, authority);
  if (servers.ok && servers.zone !== undefined) return servers.servers.map(({ name }) => name);
  for (let name = domain; name.includes("."); name = name.slice(name.indexOf(".") + 1)) {
    const reply = await resolver.query(name, "NS");
    const names = reply.ok ? recordsOf(reply.answers, "NS").map(({ data }) => data) : [];
    if (names.length > 0) return names;
  }
  return [];
}

async function addressTypesAt(host: string, { resolver }: Network): Promise<DomainState["existing"]["hostTypes"]> {
  const types = ["A", "AAAA"] as const;
  const replies = await Promise.all(types.map((type) => resolver.query(host, type)));
  const owned = replies.flatMap((reply) => (reply.ok ? reply.answers.filter(({ name }) => name === host) : []));
  if (owned.some(({ type }) => type === "CNAME")) return ["CNAME"];
  return types.filter((type) => owned.some((record) => record.type === type));
}
