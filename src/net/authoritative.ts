import { addressRefusal } from "./addressPolicy";
import { recordsOf } from "./dnsRecord";
import { formatEndpoint } from "./endpoint";
import { resolverOver, type DnsResult, type Resolver } from "./resolver";

/** One server to ask directly, and how. */
export interface ZoneServer {
  /** The name in the NS record, or the address of the resolver that the user named. */
  name: string;
  resolver: Resolver;
}

export type ZoneServers =
  | {
      ok: true;
      /** The zone that holds the name; absent where an explicit resolver stands for every server. */
      zone?: string;
      servers: ZoneServer[];
      /** NS names that cannot be asked, each with the reason. */
      unreachable: { name: string; reason: string }[];
    }
  | { ok: false; reason: string };

export interface AuthorityOptions {
  /** Let servers on private and loopback addresses be asked. Default: false. */
  allowPrivate?: boolean;
  /** The port of the zone's servers. Default: 53; others are for tests. */
  port?: number;
  /** Ask the zone's own servers although the resolver is explicit. Default: false. */
  always?: boolean;
  /** Milliseconds to wait for one reply of one server. Default: 3000. */
  timeoutMs?: number;
}

/** Enough for every delegation that works at all; a hostile zone could name hundreds. */
export const maxServers = 13;

/**
 * The authoritative servers of the zone that holds `name`: the NS set at the closest enclosing zone cut. With an
 * explicit resolver ("split horizon") only that one is asked, because the public servers hold another view.
 */
export async function authoritativeServers(
  name: string,
  resolver: Resolver,
  options: AuthorityOptions = {},
): Promise<ZoneServers> {
  if (resolver.explicit && options.always !== true) {
    return { ok: true, servers: [{ name: resolver.servers.join(", "), resolver }], unreachable: [] };
  }
  const cut = await zoneCut(name, resolver);
  if (!cut.ok) return cut;
  const asked = await Promise.all(cut.servers.slice(0, maxServers).map((server) => reach(server, resolver, options)));
  const servers = asked.flatMap((server) => ("resolver" in server ? server : []));
  const unreachable = asked.flatMap((server) => ("reason" in server ? server : []));
  if (servers.length === 0) {
    const reasons = unreachable.map(({ name: server, reason }) => `${server}: ${reason}`).join("; ");
    return { ok: false, reason: `none of the name servers of ${cut.zone} can be asked: ${reasons}` };
  }
  return { ok: true, zone: cut.zone, servers, unreachable };
}

type ZoneCut = { ok: true; zone: string; servers: string[] } | { ok: false; reason: string };

/** Climbs from the name until a name owns an NS set. */
async function zoneCut(name: string, resolver: Resolver): Promise<ZoneCut> {
  const labels = name.split(".");
  for (let depth = 0; depth < labels.length; depth++) {
    const zone = labels.slice(depth).join(".");
    const reply = await resolver.query(zone, "NS");
    if (!reply.ok) return { ok: false, reason: reply.reason };
    // Behind a CNAME stands another name's NS set.
    const servers = recordsOf(reply.answers, "NS").filter((record) => record.name === zone);
    if (servers.length > 0) return { ok: true, zone, servers: servers.map(({ data }) => data).sort() };
  }
  return { ok: false, reason: `no zone holds ${name}: no NS record at it or above it` };
}

/** The server's addresses as one resolver, IPv4 first since IPv6 is the one more often missing here. */
async function reach(
  name: string,
  resolver: Resolver,
  { allowPrivate, port = 53, timeoutMs }: AuthorityOptions,
): Promise<ZoneServer | { name: string; reason: string }> {
  const replies = await Promise.all([resolver.query(name, "A"), resolver.query(name, "AAAA")]);
  const addresses = replies.flatMap(addressesIn);
  const usable = addresses.filter((address) => addressRefusal(address, allowPrivate) === undefined);
  if (usable.length > 0) {
    const servers = usable.slice(0, 4).map((host) => formatEndpoint({ host, port }));
    return { name, resolver: resolverOver(servers, false, { recurse: false, tries: 1, timeoutMs }) };
  }
  const refused = addresses.map((address) => addressRefusal(address)).find((reason) => reason !== undefined);
  const failed = replies.map((reply) => (reply.ok ? undefined : reply.reason)).find((reason) => reason !== undefined);
  return { name, reason: refused ?? failed ?? "it has no address" };
}

function addressesIn(reply: DnsResult): string[] {
  if (!reply.ok) return [];
  return [...recordsOf(reply.answers, "A"), ...recordsOf(reply.answers, "AAAA")].map(({ data }) => data);
}
