import type { LiveMx } from "../../src/net/liveMx";
import type { LiveTxt } from "../../src/net/liveTxt";
import type { PolicyFetch } from "../../src/net/policyFetch";
import type { LiveRecord, NameAnswer } from "../../src/rollout/existingRecords";
import type { Lookups } from "../../src/rollout/lookups";
import type { ZoneKind } from "../scenario/scenario";
import { copies } from "./history";
import { epoch, type VirtualClock } from "./virtualClock";
import type { RecordName, RecordSet, Served, ServerKind, World } from "./world";

const servers = [...Array(copies).keys()];
/** The deploying machine is somewhere: it meets one edge of each host. */
const deployersEdge = 0;

/** The names of a zone's servers, as the rules compare them. */
export function nameServers(zone: ZoneKind): string[] {
  return servers.map((server) =>
    zone === "route53" ? `ns-${server}.awsdns-0${server}.net` : `ns${server}.ns.cloudflare.com`,
  );
}

/** What the guards see of a world, in the form of the real look-ups: authoritative servers are asked, each of them. */
export function worldLookups(
  world: World,
  clock: VirtualClock,
  domain: string,
  serversOf: (zone: ZoneKind) => string[] = nameServers,
): Lookups {
  const time = () => clock.seconds;
  const zone = () => world.delegation.at(time(), 0);
  const answers = (name: RecordName) => {
    const asked = zone();
    return servers.map((server) => world.answer(time(), asked, name, server));
  };
  const union = (name: RecordName) => unionOf(answers(name));

  const txt = rememberLast(zone, answers, (each, record: RecordName): LiveTxt => {
    const name = record === "sts" ? `_mta-sts.${domain}` : `_smtp._tls.${domain}`;
    const agree = new Set(each.map(({ values }) => values.join("\n"))).size === 1;
    const texts = unionOf(each);
    const names = serversOf(zone());
    return {
      ok: true,
      ...{ name, zone: domain, texts, exists: texts.length > 0, chain: [], besideCname: false },
      servers: each.map(({ values }, server) => ({
        ok: true,
        server: names[server] ?? `ns${server}`,
        ...{ exists: values.length > 0, texts: [...values], chain: [] },
      })),
      ...(agree ? {} : { disagreement: `the name servers of ${domain} do not agree yet` }),
    };
  });
  const mx = rememberLast(zone, answers, (each): LiveMx => {
    const ttl = Math.max(...each.map((set) => set.ttl));
    const hosts = unionOf(each);
    const asked = { domain, servers: [] };
    return hosts.length === 0
      ? { ...asked, kind: "implicit", hosts: [{ host: domain, preference: 0, ttl }] }
      : {
          ...asked,
          ...{ kind: "hosts", ignored: [], nullBesideOthers: false },
          hosts: hosts.map((host) => ({ host, preference: 0, ttl })),
        };
  });
  const name = (record: string, type: LiveRecord["type"]): Promise<NameAnswer> => {
    // MX records that stand in this world without a program stand for those that were imported.
    const values = type === "MX" ? [] : union(nameOf(record, domain));
    // An address is an alias at Route 53 and a CNAME at Cloudflare: of the type that is asked for.
    const live = values.map((value): LiveRecord => ({ type, value }));
    return Promise.resolve({ ok: true, records: live, servers: serversOf(zone()) });
  };
  const last = new Map<ServerKind | undefined, { served: Served; since: number | undefined; answer: PolicyFetch }>();
  const fetchFrom = (server: ServerKind | undefined): Promise<PolicyFetch> => {
    const served = server && world.served(time(), server, deployersEdge);
    // A Worker does not say when it was deployed.
    const since = server === "cloudfront" ? world.servedSince(time(), server, deployersEdge) : undefined;
    const known = last.get(server);
    if (known !== undefined && known.served === served && known.since === since) return Promise.resolve(known.answer);
    const answer = fetched(`mta-sts.${domain}`, served, server, since);
    last.set(server, { served, since, answer });
    return Promise.resolve(answer);
  };
  const policy = () => fetchFrom(union("address")[0] as ServerKind | undefined);
  return {
    ...{ name, policy },
    mx: () => Promise.resolve(mx("mx")),
    txt: (name) => Promise.resolve(txt(nameOf(name, domain))),
    policyAt: (_host, server) => fetchFrom(serverOf(server)),
    policyEverywhere: async (_host, expected) => {
      const found = await Promise.all(union("address").map((server) => fetchFrom(server as ServerKind)));
      const wanted = Buffer.from(expected);
      const differs = found.find((each) => !each.ok || !each.bytes.equals(wanted));
      return differs ?? found[0] ?? fetched(`mta-sts.${domain}`, undefined, undefined);
    },
  };
}

/** Record sets are never changed, only replaced: the same ones give the same answer, which others need not read again. */
function rememberLast<T>(
  zone: () => ZoneKind,
  ask: (name: RecordName) => RecordSet[],
  read: (sets: RecordSet[], name: RecordName) => T,
): (name: RecordName) => T {
  const last = new Map<string, { sets: RecordSet[]; answer: T }>();
  return (name) => {
    const sets = ask(name);
    const key = `${zone()} ${name}`;
    const known = last.get(key);
    if (known?.sets.every((set, server) => set === sets[server]) === true) return known.answer;
    const answer = read(sets, name);
    last.set(key, { sets, answer });
    return answer;
  };
}

function unionOf(sets: readonly RecordSet[]): string[] {
  return [...new Set(sets.flatMap(({ values }) => values))];
}

function nameOf(name: string, domain: string): RecordName {
  if (name === `_mta-sts.${domain}`) return "sts";
  return name === `_smtp._tls.${domain}` ? "tlsRpt" : "address";
}

/** The model names its servers itself; a real distribution's name ends like this. */
function serverOf(server: string): ServerKind {
  return server.endsWith(".cloudfront.net") || server === "cloudfront" ? "cloudfront" : "cloudflareWorker";
}

function fetched(host: string, served: Served, server: string | undefined, since?: number): PolicyFetch {
  const about = { host, ms: 1 };
  if (server === undefined) return { ok: false, kind: "dns", ...about, seen: `${host} has no address` };
  if (served === undefined) return { ok: false, kind: "status", ...about, seen: "status 404" };
  if (served.mediaType !== "text/plain")
    return { ok: false, kind: "notText", ...about, seen: `media type "${served.mediaType}"` };
  const headers: Record<string, string> =
    since === undefined ? {} : { "last-modified": new Date(epoch + Math.floor(since) * 1000).toUTCString() };
  return {
    ok: true,
    kind: "ok",
    ...about,
    ...{ address: "192.0.2.1:443", status: 200, contentType: "text/plain", headers, protocol: "TLSv1.3" },
    bytes: bytesOf(served.text),
    certificate,
  };
}

const certificate = { names: [], issuer: "CN=World", validFrom: new Date(0), validTo: new Date(0), fingerprint: "00" };
let last = { text: "", bytes: Buffer.alloc(0) };

/** The gate fetches the same file again and again. */
function bytesOf(text: string): Buffer {
  if (last.text !== text) last = { text, bytes: Buffer.from(text) };
  return last.bytes;
}
