import { recordsOf } from "../../net/dnsRecord";
import type { LiveMx } from "../../net/liveMx";
import { liveTxt } from "../../net/liveTxt";
import { authoritativeServers } from "../../net/authoritative";
import { printable } from "../../net/printable";
import type { Network } from "../../checks";
import { hostFacts } from "../../checks/collect/hostFacts";
import { mainFetch } from "../../checks/mainFetch";
import { parseMxPattern, parsePolicyFile, selectStsRecord, selectTlsRptRecord, type Policy } from "../../protocol";
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
  /** Whether there are records at `_smtp._tls`, and what stands at `mta-sts`. */
  existing: { tlsRptTxt: boolean; host: HostRecords };
  /** The addresses for reports that are published. */
  rua: string[];
  /** What was left out and why: look-ups that failed, names that are none. */
  warnings: string[];
}

/** The records of the policy host, as far as DNS shows them. */
export interface HostRecords {
  /** Where it is a CNAME: the name that it is one for. */
  alias?: string;
  /** Its addresses, those behind a CNAME as well. */
  addresses: { A: string[]; AAAA: string[] };
}

export async function lookAtDomain(domain: string, mx: LiveMx, network: Network): Promise<DomainState> {
  const { resolver, authority } = network;
  const [sts, tlsRpt, nameServers, host] = await Promise.all([
    liveTxt(`_mta-sts.${domain}`, resolver, authority),
    liveTxt(`_smtp._tls.${domain}`, resolver, authority),
    nameServersOf(domain, network),
    hostRecords(`mta-sts.${domain}`, network),
  ]);
  const detectedDns = dnsHostOf(nameServers);
  const stsTexts = sts.ok ? sts.texts : [];
  // A name from DNS may hold any character; these go into a program.
  const [mxHosts, odd] = partition(
    mx.hosts.map(({ host: name }) => name),
    (name) => parseMxPattern(name, "mx").ok,
  );
  return {
    domain,
    mxHosts,
    mailHosts: mailHostsOf(mxHosts),
    nameServers,
    ...(detectedDns ? { detectedDns } : {}),
    ...(await livePolicy(domain, stsTexts, network)),
    existing: { tlsRptTxt: tlsRpt.ok && tlsRpt.texts.length > 0, host },
    rua: selectTlsRptRecord(tlsRpt.ok ? tlsRpt.texts : []).record?.rua ?? [],
    warnings: [
      ...[sts, tlsRpt].flatMap((live) => (live.ok ? [] : [`it was taken as absent: ${live.reason}`])),
      ...odd.map((name) => `it was left out, for it is no host name: the MX ${JSON.stringify(name)}`),
    ],
  };
}

async function livePolicy(
  domain: string,
  texts: readonly string[],
  network: Network,
): Promise<Pick<DomainState, "policy" | "broken">> {
  const { record, candidates, violations } = selectStsRecord(texts);
  if (!record || violations.length > 0) {
    return candidates.length === 0
      ? {}
      : { broken: said(violations[0]?.message ?? "the _mta-sts record is not valid") };
  }
  const host = await hostFacts(domain, network);
  const fetched = mainFetch(host);
  if (fetched?.ok !== true) return { broken: said(fetched?.seen ?? host.failure ?? `${host.name} has no address`) };
  const file = parsePolicyFile(fetched.bytes);
  const [violation] = file.violations;
  return file.policy && !violation
    ? { policy: file.policy }
    : { broken: said(violation?.message ?? "the policy file cannot be read") };
}

/** What comes from the network goes into a README and to a terminal. */
function said(text: string): string {
  return printable(text, 300);
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

async function hostRecords(host: string, { resolver }: Network): Promise<HostRecords> {
  const [v4, v6] = await Promise.all([resolver.query(host, "A"), resolver.query(host, "AAAA")]);
  const answers = [v4, v6].map((reply) => (reply.ok ? reply.answers : []));
  const alias = answers.flatMap((records) => recordsOf(records, "CNAME")).find(({ name }) => name === host)?.data;
  return {
    ...(alias === undefined ? {} : { alias: printable(alias, 253) }),
    addresses: {
      A: recordsOf(answers[0] ?? [], "A").map(({ data }) => data),
      AAAA: recordsOf(answers[1] ?? [], "AAAA").map(({ data }) => data),
    },
  };
}

function partition<T>(items: readonly T[], fits: (item: T) => boolean): [T[], T[]] {
  return [items.filter(fits), items.filter((item) => !fits(item))];
}
