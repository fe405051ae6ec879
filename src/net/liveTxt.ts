import { joinTxt } from "../protocol/txtStrings";
import type { AuthorityOptions } from "./authoritative";
import { disagreement, liveRecords } from "./liveRecords";
import type { Resolver } from "./resolver";

/** What one server holds. */
export type ServerTxt =
  | { ok: true; server: string; exists: boolean; texts: string[]; chain: string[]; ttl?: number }
  | { ok: false; server: string; reason: string };

/** The TXT records at a name, by each authoritative server. */
export type LiveTxt =
  | {
      ok: true;
      name: string;
      /** Each record's text, its strings joined (RFC 8461 §3.1); every text that any server gave. */
      texts: string[];
      /** Whether any server says that the name exists, if only with other types. */
      exists: boolean;
      /** The names that CNAMEs lead to, in order; empty where there is none. */
      chain: string[];
      /** Whether a server gave a TXT record and a CNAME at this very name, which RFC 1034 §3.6.2 forbids. */
      besideCname: boolean;
      /** Seconds; the longest that any server gave. Absent without a record. */
      ttl?: number;
      /** The zone whose servers were asked; absent where a resolver was named, which tells nothing of the delegation. */
      zone?: string;
      servers: ServerTxt[];
      /** How the servers' answers differ; absent where all that answered agree. */
      disagreement?: string;
    }
  | { ok: false; name: string; servers: ServerTxt[]; reason: string };

/**
 * Looks up TXT at a name, at each authoritative server. Never throws: a failure is a value.
 *
 * @example
 * const txt = await liveTxt("_mta-sts.example.com", resolverAt());
 * if (txt.ok) console.log(txt.texts, txt.ttl);
 */
export async function liveTxt(name: string, resolver: Resolver, options: AuthorityOptions = {}): Promise<LiveTxt> {
  const live = await liveRecords(name, "TXT", resolver, options);
  if (!live.ok) return { ok: false, name, servers: [], reason: live.reason };
  const servers = live.servers.map((answer): ServerTxt => {
    if (!answer.ok) return answer;
    const { server, exists, chain, records } = answer;
    const ttl = longest(records.map((record) => record.ttl));
    return { ok: true, server, exists, chain, texts: records.map(({ data }) => joinTxt(data)), ...ttl };
  });
  const answered = servers.filter((server) => server.ok);
  if (answered.length === 0) {
    const reason = servers.map((server) => (server.ok ? "" : server.reason)).join("; ");
    return { ok: false, name, servers, reason };
  }
  const differs = disagreement(
    name,
    "TXT",
    answered.map(({ server, texts }) => ({ server, values: texts.map((text) => JSON.stringify(text)) })),
  );
  return {
    ok: true,
    name,
    // Two equal records on one server are two records; the same record on two servers is one.
    texts: mostOf(answered.map(({ texts }) => texts)),
    exists: answered.some(({ exists }) => exists),
    chain: answered.find(({ chain }) => chain.length > 0)?.chain ?? [],
    besideCname: live.servers.some(
      (server) => server.ok && server.chain.length > 0 && server.records.some((record) => record.name === name),
    ),
    servers,
    ...(live.zone === undefined ? {} : { zone: live.zone }),
    ...longest(answered.flatMap(({ ttl }) => ttl ?? [])),
    ...(differs === undefined ? {} : { disagreement: differs }),
  };
}

function longest(ttls: number[]): { ttl?: number } {
  return ttls.length === 0 ? {} : { ttl: Math.max(...ttls) };
}

/** The union as a multiset: each text as often as the server that has it most often. */
function mostOf(lists: readonly string[][]): string[] {
  const distinct = [...new Set(lists.flat())];
  return distinct.flatMap((text) => {
    const count = Math.max(...lists.map((list) => list.filter((other) => other === text).length));
    return Array.from({ length: count }, () => text);
  });
}
