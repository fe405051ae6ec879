import { authoritativeServers, type AuthorityOptions, type ZoneServer } from "./authoritative";
import { recordsOf, type RecordOf, type RecordType } from "./dnsRecord";
import type { Resolver } from "./resolver";

/** What one authoritative server says about a name, CNAMEs followed. */
export type ServerRecords<T extends RecordType> =
  | { ok: true; server: string; exists: boolean; authoritative: boolean; chain: string[]; records: RecordOf<T>[] }
  | { ok: false; server: string; reason: string };

/** What all of them say; `ok: false` where not one could be asked. */
export type LiveRecords<T extends RecordType> =
  { ok: true; zone?: string; servers: ServerRecords<T>[] } | { ok: false; reason: string };

/** CNAME chains longer than this are given up (resolvers do the same). */
const maxChain = 8;

/**
 * Asks each authoritative server of the zone that holds `name`, not a cache: what was changed a minute ago shows.
 * A CNAME into another zone is followed to that zone's servers.
 */
export async function liveRecords<T extends RecordType>(
  name: string,
  type: T,
  resolver: Resolver,
  options: AuthorityOptions = {},
  chainLeft = maxChain,
): Promise<LiveRecords<T>> {
  const authority = await authoritativeServers(name, resolver, options);
  if (!authority.ok) return authority;
  const targets = new Map<string, Promise<LiveRecords<T>>>();
  const follow = (target: string) => {
    const known = targets.get(target) ?? liveRecords(target, type, resolver, options, chainLeft - 1);
    targets.set(target, known);
    return known;
  };
  const servers = await Promise.all(
    authority.servers.map((server) => askServer(server, name, type, chainLeft > 0 ? follow : undefined)),
  );
  const unreachable = authority.unreachable.map(({ name: server, reason }) => ({ ok: false as const, server, reason }));
  return { ok: true, zone: authority.zone, servers: [...servers, ...unreachable] };
}

async function askServer<T extends RecordType>(
  { name: server, resolver }: ZoneServer,
  name: string,
  type: T,
  follow: ((target: string) => Promise<LiveRecords<T>>) | undefined,
): Promise<ServerRecords<T>> {
  const reply = await resolver.query(name, type);
  if (!reply.ok) return { ok: false, server, reason: reply.reason };
  const records = recordsOf(reply.answers, type);
  const chain = recordsOf(reply.answers, "CNAME").map(({ data }) => data);
  const { authoritative, rcode } = reply;
  if (!resolver.explicit && !authoritative && reply.answers.length === 0) {
    return {
      ok: false,
      server,
      reason: `${type} of ${name}: the server is named in the delegation but not authoritative`,
    };
  }
  const target = chain.at(-1);
  if (target === undefined || records.length > 0 || resolver.explicit) {
    return { ok: true, server, exists: rcode === "NOERROR", authoritative, chain, records };
  }
  if (!follow) return { ok: false, server, reason: `${type} of ${name}: a chain of more than ${maxChain} CNAMEs` };
  const beyond = await follow(target);
  if (!beyond.ok) return { ok: false, server, reason: `${name} is a CNAME for ${target}: ${beyond.reason}` };
  const answered = beyond.servers.find((other) => other.ok);
  if (answered?.ok !== true) {
    const reason = beyond.servers.map((other) => (other.ok ? "" : other.reason)).join("; ");
    return { ok: false, server, reason: `${name} is a CNAME for ${target}: ${reason}` };
  }
  const { exists } = answered;
  return { ok: true, server, exists, authoritative, chain: [...chain, ...answered.chain], records: answered.records };
}

/** One sentence on how the servers' answers differ, or undefined where all that answered agree. */
export function disagreement(
  name: string,
  type: string,
  answers: readonly { server: string; values: readonly string[] }[],
): string | undefined {
  const groups = new Map<string, string[]>();
  for (const { server, values } of answers) {
    const key = [...values].sort().join(", ") || "nothing";
    groups.set(key, [...(groups.get(key) ?? []), server]);
  }
  if (groups.size < 2) return undefined;
  const sides = [...groups].map(([values, servers]) => `${servers.join(" and ")} say ${values}`);
  return `The authoritative servers disagree on ${type} of ${name}: ${sides.join("; ")}`;
}
