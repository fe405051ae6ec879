import { recordsOf } from "../../net/dnsRecord";
import type { Resolver } from "../../net/resolver";
import type { NameServers, ZoneFacts } from "../facts";
import { serversOf, type Network } from "./network";

/** Delegation, DNSSEC and CAA of the zone that holds the domain. */
export async function zoneFacts(domain: string, network: Network): Promise<ZoneFacts> {
  const { resolver } = network;
  const [delegation, dnssec, caa] = await Promise.all([
    delegationOf(domain, network),
    dnssecOf(domain, resolver),
    caaOf(`mta-sts.${domain}`, resolver),
  ]);
  return { ...delegation, dnssec, caa };
}

async function delegationOf(domain: string, network: Network): Promise<Pick<ZoneFacts, "name" | "parent" | "own">> {
  const here = await serversOf(network, domain);
  if (!here.ok || here.zone === undefined) return {};
  const { zone } = here;
  const own = nameServersAt(zone, here.servers);
  const above = zone.split(".").slice(1).join(".");
  if (above === "") return { name: zone };
  const parentServers = await serversOf(network, above);
  const parent: Promise<NameServers> = parentServers.ok
    ? nameServersAt(zone, parentServers.servers)
    : Promise.resolve({ ok: false, reason: parentServers.reason });
  return { name: zone, own: await own, parent: await parent };
}

/** The NS set of a zone as the first server that answers gives it: as its own data, or as a referral. */
async function nameServersAt(zone: string, servers: { name: string; resolver: Resolver }[]): Promise<NameServers> {
  const reasons: string[] = [];
  for (const { name, resolver } of servers.slice(0, 3)) {
    const reply = await resolver.query(zone, "NS");
    if (!reply.ok) {
      reasons.push(reply.reason);
      continue;
    }
    const records = [...recordsOf(reply.answers, "NS"), ...recordsOf(reply.authorities, "NS")];
    const names = records.filter((record) => record.name === zone).map(({ data }) => data);
    if (names.length > 0) return { ok: true, names: [...new Set(names)].sort(), asked: name };
    reasons.push(`${name} names no servers for ${zone}`);
  }
  return { ok: false, reason: reasons.join("; ") };
}

/** A validating resolver answers SERVFAIL for a bogus zone, and the data when told not to check (RFC 4035 §3.2.2). */
async function dnssecOf(domain: string, resolver: Resolver): Promise<ZoneFacts["dnssec"]> {
  const checked = await resolver.query(domain, "SOA");
  if (checked.ok) return { state: checked.ad ? "secure" : "insecure" };
  if (checked.rcode !== "SERVFAIL") return { state: "unknown", reason: checked.reason };
  const unchecked = await resolver.query(domain, "SOA", { checkingDisabled: true });
  return unchecked.ok ? { state: "bogus" } : { state: "unknown", reason: checked.reason };
}

/** Climbs from the host to the first name with CAA records (RFC 8659 §3). */
async function caaOf(host: string, resolver: Resolver): Promise<ZoneFacts["caa"]> {
  const labels = host.split(".");
  for (let depth = 0; depth < labels.length; depth++) {
    const name = labels.slice(depth).join(".");
    const reply = await resolver.query(name, "CAA");
    if (!reply.ok) return { ok: false, reason: reply.reason };
    const records = recordsOf(reply.answers, "CAA").map(({ data }) => data);
    if (records.length > 0) return { ok: true, at: name, records };
  }
  return { ok: true, records: [] };
}
