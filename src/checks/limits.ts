import { maxServers } from "../net/authoritative";
import type { DomainFacts } from "./facts";

/** How far a check looks: further than an honest domain needs, less far than a hostile one could lead it. */
export const limits = {
  /** Addresses of the policy host, of each family: CloudFront has four and eight. */
  hostAddresses: 8,
  /** MX hosts whose addresses and TLSA records are looked up; whether the policy covers them is judged for all. */
  mxHosts: 20,
  /** Addresses of an MX host that are probed over SMTP. */
  mxAddresses: 8,
  /** SMTP probes of one domain at a time. */
  probesAtATime: 20,
  /** Addresses for reports whose domain is looked up. */
  ruaAddresses: 10,
  /** Name servers of a zone. */
  nameServers: maxServers,
} as const;

/** What the limits left out, one sentence each; nearly always nothing. */
export function leftOut({ host, mx, mxHosts, smtp, tlsRpt, zone }: DomainFacts): string[] {
  const sentences: string[] = [];
  const compare = (there: number, taken: number, what: string, done: string) => {
    if (there > taken) sentences.push(`${what}: ${taken} of ${there} were ${done}`);
  };
  if (zone.own?.ok === true) {
    compare(zone.own.names.length, limits.nameServers, `name servers of ${zone.name ?? "the zone"}`, "asked");
  }
  if (host.connectTo === undefined) {
    compare(host.ipv4.length, limits.hostAddresses, `IPv4 addresses of ${host.name}`, "fetched from");
    compare(host.ipv6.length, limits.hostAddresses, `IPv6 addresses of ${host.name}`, "fetched from");
  }
  compare(mx.hosts.length, limits.mxHosts, "addresses of the MX hosts", "looked up");
  for (const { host: name, addresses } of smtp === undefined ? [] : mxHosts) {
    compare(addresses.length, limits.mxAddresses, `addresses of ${name}`, "probed");
  }
  compare(tlsRpt.selection.record?.rua.length ?? 0, limits.ruaAddresses, "addresses in rua", "looked up");
  return sentences;
}
