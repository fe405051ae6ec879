import type { AuthorityOptions } from "./authoritative";
import { disagreement, liveRecords, type ServerRecords } from "./liveRecords";
import type { Resolver } from "./resolver";
import { isVerificationOnly } from "./verificationMx";

export { isVerificationOnly } from "./verificationMx";

export interface MxHost {
  /** A-labels, lower case, no trailing dot. */
  host: string;
  preference: number;
  /** Seconds; the largest that any server gave. */
  ttl: number;
}

interface Asked {
  domain: string;
  /** Each server's own answer. */
  servers: ServerRecords<"MX">[];
  /** How the servers' answers differ; absent where all that answered agree. */
  disagreement?: string;
}

/**
 * Where mail for a domain goes, by its authoritative servers:
 * - `hosts`: MX records (the union of all servers' answers, since a sender may meet any of them);
 * - `implicit`: no MX record, so the domain itself is the only host (RFC 5321 §5.1);
 * - `null`: a null MX, the domain takes no mail (RFC 7505);
 * - `absent`: the domain does not exist in DNS;
 * - `failed`: it could not be looked up, which is no statement about the domain.
 */
export type LiveMx =
  | (Asked & {
      kind: "hosts";
      hosts: MxHost[];
      /** Names that only prove ownership or cannot exist, left out of `hosts`. */
      ignored: string[];
      /** A null MX beside other hosts, which RFC 7505 §3 forbids; senders skip it. */
      nullBesideOthers: boolean;
    })
  | (Asked & { kind: "implicit"; hosts: MxHost[] })
  | (Asked & { kind: "null"; hosts: [] })
  | (Asked & { kind: "absent"; hosts: []; reason: string })
  | { kind: "failed"; domain: string; hosts: []; servers: ServerRecords<"MX">[]; reason: string };

/**
 * Looks up the live MX set of a domain (A-labels). Never throws: a failure is a value.
 *
 * @example
 * const mx = await liveMx("example.com", resolverAt());
 * if (mx.kind === "hosts") console.log(mx.hosts.map(({ host }) => host));
 */
export async function liveMx(domain: string, resolver: Resolver, options: AuthorityOptions = {}): Promise<LiveMx> {
  const live = await liveRecords(domain, "MX", resolver, options);
  if (!live.ok) return { kind: "failed", domain, hosts: [], servers: [], reason: live.reason };
  const { servers } = live;
  const answered = servers.filter((server) => server.ok);
  if (answered.length === 0) {
    const reason = servers.map((server) => (server.ok ? "" : server.reason)).join("; ");
    return { kind: "failed", domain, hosts: [], servers, reason };
  }
  const differs = disagreement(
    domain,
    "MX",
    answered.map(({ server, records }) => ({
      server,
      values: records.map(({ data }) => `${data.preference} ${data.exchange}`),
    })),
  );
  const asked: Asked = { domain, servers, ...(differs === undefined ? {} : { disagreement: differs }) };
  const all = union(answered.flatMap(({ records }) => records));
  if (all.length === 0) {
    return answered.some(({ exists }) => exists)
      ? { ...asked, kind: "implicit", hosts: [{ host: domain, preference: 0, ttl: 0 }] }
      : { ...asked, kind: "absent", hosts: [], reason: `${domain} does not exist in DNS` };
  }
  const named = all.filter(({ host }) => host !== ".");
  if (named.length === 0) return { ...asked, kind: "null", hosts: [] };
  return {
    ...asked,
    kind: "hosts",
    hosts: named.filter(({ host }) => !isVerificationOnly(host)),
    ignored: named.map(({ host }) => host).filter(isVerificationOnly),
    nullBesideOthers: named.length < all.length,
  };
}

/** One entry a host: the best preference and the longest TTL that any server gave; by preference, then name. */
function union(records: readonly { ttl: number; data: { preference: number; exchange: string } }[]): MxHost[] {
  const hosts = new Map<string, MxHost>();
  for (const { ttl, data } of records) {
    const known = hosts.get(data.exchange);
    hosts.set(data.exchange, {
      host: data.exchange,
      preference: Math.min(data.preference, known?.preference ?? data.preference),
      ttl: Math.max(ttl, known?.ttl ?? 0),
    });
  }
  return [...hosts.values()].sort((a, b) => a.preference - b.preference || (a.host < b.host ? -1 : 1));
}
