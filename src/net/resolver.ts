import { getServers } from "node:dns";
import { isIP } from "node:net";
import { buildQuery, isDnsName, type DnsMessage, type QueryFlags } from "./dnsMessage";
import { normalName, type RecordType } from "./dnsRecord";
import { exchange, type TransportResult } from "./dnsTransport";
import { formatEndpoint, parseEndpoint, type Endpoint } from "./endpoint";

/** A reply that says something about the name: NOERROR (perhaps without records) or NXDOMAIN. */
export interface DnsReply extends DnsMessage {
  ok: true;
  name: string;
  type: RecordType;
  /** The server that answered, `address` or `address:port`. */
  server: string;
}
/** No server answered usefully: not the same as "there is no such record". */
export interface DnsFailure {
  ok: false;
  name: string;
  type: RecordType;
  /** The last error code a server gave (SERVFAIL, REFUSED, …); absent where none replied. */
  rcode?: string;
  /** One sentence for people: what was asked and what came back from each server. */
  reason: string;
}
export type DnsResult = DnsReply | DnsFailure;

export interface Resolver {
  /** The servers asked, in order, as text. */
  readonly servers: readonly string[];
  /** Whether the user named the server: then only that one is asked, never a zone's own servers. */
  readonly explicit: boolean;
  /** Asks one question. Never throws; bounded by tries × servers × timeout. */
  query(name: string, type: RecordType, flags?: QueryFlags): Promise<DnsResult>;
}

export interface ResolverOptions {
  /** Milliseconds to wait for one reply. Default: 3000. */
  timeoutMs?: number;
  /** Rounds over all servers. Default: 2. */
  tries?: number;
  /** Ask for recursion; false for a zone's own servers. Default: true. */
  recurse?: boolean;
}

/**
 * A resolver on the given server (`127.0.0.1:5353`, `[::1]:53`, `192.0.2.1`), or on the system's servers.
 *
 * @throws TypeError if `server` is not an IP address with an optional port.
 * @example
 * const reply = await resolverAt("127.0.0.1:5353").query("example.com", "MX");
 * if (reply.ok) console.log(reply.answers);
 */
export function resolverAt(server?: string, options: ResolverOptions = {}): Resolver {
  return resolverOver(server === undefined ? getServers() : [server], server !== undefined, options);
}

/** As {@link resolverAt}, on several servers that stand for one another. */
export function resolverOver(servers: readonly string[], explicit: boolean, options: ResolverOptions = {}): Resolver {
  const endpoints = servers.map((server) => {
    const endpoint = parseEndpoint(server, 53);
    if (!endpoint || isIP(endpoint.host) === 0) {
      throw new TypeError(`DNS server "${server}" is not an IP address with an optional port, such as 127.0.0.1:5353.`);
    }
    return endpoint;
  });
  return {
    servers: endpoints.map((endpoint) => formatEndpoint(endpoint, 53)),
    explicit,
    query: (name, type, flags) => ask(endpoints, normalName(name), type, options, flags),
  };
}

async function ask(
  servers: Endpoint[],
  name: string,
  type: RecordType,
  { timeoutMs = 3000, tries = 2, recurse }: ResolverOptions,
  flags: QueryFlags = {},
): Promise<DnsResult> {
  const asked = `${type} of ${name}`;
  if (!isDnsName(name)) return { ok: false, name, type, reason: `${asked}: not a name that DNS can hold` };
  if (servers.length === 0) return { ok: false, name, type, reason: `${asked}: this machine has no DNS server set` };
  const failures: string[] = [];
  let rcode: string | undefined;
  for (let round = 0; round < tries; round++) {
    for (const server of servers) {
      const result = await askOne(server, name, type, { recurse, ...flags }, timeoutMs);
      const label = formatEndpoint(server, 53);
      if ("failure" in result) {
        failures.push(result.failure);
      } else if (result.rcode === "NOERROR" || result.rcode === "NXDOMAIN") {
        return { ok: true, name, type, server: label, ...result };
      } else {
        rcode = result.rcode;
        failures.push(`${label}: ${result.rcode}`);
      }
    }
  }
  return { ok: false, name, type, rcode, reason: `${asked}: ${[...new Set(failures)].join("; ")}` };
}

async function askOne(
  server: Endpoint,
  name: string,
  type: RecordType,
  flags: QueryFlags,
  timeoutMs: number,
): Promise<TransportResult> {
  const result = await exchange(server, buildQuery(name, type, flags), timeoutMs);
  // Servers from before EDNS answer so (RFC 6891 §7).
  const rejectsEdns = "rcode" in result && (result.rcode === "FORMERR" || result.rcode === "NOTIMP");
  return rejectsEdns ? exchange(server, buildQuery(name, type, { ...flags, edns: false }), timeoutMs) : result;
}
