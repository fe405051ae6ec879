import { recordsOf } from "../../net/dnsRecord";
import type { LiveMx } from "../../net/liveMx";
import { liveTxt } from "../../net/liveTxt";
import { authoritativeServers } from "../../net/authoritative";
import { printable } from "../../net/printable";
import type { Network } from "../../checks";
import { hostFacts } from "../../checks/collect/hostFacts";
import type { HostFacts } from "../../checks/facts";
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
  /** What was left out and why: names that are none. */
  warnings: string[];
  /** What could not be looked at, so that the stage is not known; then no program can be right. */
  unknown: string[];
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
  const { unknown: hidden, ...published } = await livePolicy(domain, sts.ok ? sts.texts : [], network);
  const detectedDns = dnsHostOf(nameServers);
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
    ...published,
    existing: { tlsRptTxt: tlsRpt.ok && tlsRpt.texts.length > 0, host: host.records },
    rua: selectTlsRptRecord(tlsRpt.ok ? tlsRpt.texts : []).record?.rua ?? [],
    warnings: odd.map((name) => `it was left out, for it is no host name: the MX ${JSON.stringify(name)}`),
    unknown: [sts, tlsRpt].flatMap((live) => (live.ok ? [] : [live.reason])).concat(host.failures, hidden ?? []),
  };
}

async function livePolicy(
  domain: string,
  texts: readonly string[],
  network: Network,
): Promise<Pick<DomainState, "policy" | "broken"> & { unknown?: string }> {
  const { record, candidates, violations } = selectStsRecord(texts);
  if (!record || violations.length > 0) {
    return candidates.length === 0
      ? {}
      : { broken: said(violations[0]?.message ?? "the _mta-sts record is not valid") };
  }
  const host = await hostFacts(domain, network);
  const fetched = mainFetch(host);
  const hidden = unseen(host);
  if (hidden !== undefined) return { unknown: hidden };
  if (fetched?.ok !== true) return { broken: said(fetched?.seen ?? host.failure ?? `${host.name} has no address`) };
  const file = parsePolicyFile(fetched.bytes);
  const [violation] = file.violations;
  return file.policy && !violation
    ? { policy: file.policy }
    : { broken: said(violation?.message ?? "the policy file cannot be read") };
}

/** Why this machine cannot see whether there is a policy; senders may well see one. */
function unseen({ failure, fetches }: HostFacts): string | undefined {
  if (failure !== undefined) return failure;
  const hidden = fetches.flatMap((fetch) => {
    if (fetch.kind === "refusedAddress") return `${fetch.seen}; in a split network give --allow-private`;
    return fetch.kind === "dns" || (fetch.kind === "connect" && fetch.noRoute) ? fetch.seen : [];
  });
  return hidden.length === fetches.length ? hidden[0] : undefined;
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

async function hostRecords(host: string, { resolver }: Network): Promise<{ records: HostRecords; failures: string[] }> {
  const [v4, v6] = await Promise.all([resolver.query(host, "A"), resolver.query(host, "AAAA")]);
  const answers = [v4, v6].map((reply) => (reply.ok ? reply.answers : []));
  const alias = answers.flatMap((records) => recordsOf(records, "CNAME")).find(({ name }) => name === host)?.data;
  return {
    records: {
      ...(alias === undefined ? {} : { alias: printable(alias, 253) }),
      addresses: {
        A: recordsOf(answers[0] ?? [], "A").map(({ data }) => data),
        AAAA: recordsOf(answers[1] ?? [], "AAAA").map(({ data }) => data),
      },
    },
    failures: [v4, v6].flatMap((reply) => (reply.ok ? [] : [reply.reason])),
  };
}

function partition<T>(items: readonly T[], fits: (item: T) => boolean): [T[], T[]] {
  return [items.filter(fits), items.filter((item) => !fits(item))];
}
