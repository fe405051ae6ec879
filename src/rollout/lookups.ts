import type { AuthorityOptions } from "../net/authoritative";
import { liveMx, type LiveMx } from "../net/liveMx";
import { liveRecords } from "../net/liveRecords";
import { liveTxt, type LiveTxt } from "../net/liveTxt";
import { fetchPolicy, type PolicyFetch } from "../net/policyFetch";
import { resolverAt, type Resolver } from "../net/resolver";
import { joinTxt } from "../protocol";
import type { LiveRecord, NameAnswer } from "./existingRecords";

/** Everything that the rollout rules ask of the network. None of these throws: a failure is a value. */
export interface Lookups {
  /** The MX hosts of a domain. */
  mx: (domain: string) => Promise<LiveMx>;
  /** The TXT records at a name, server by server. */
  txt: (name: string) => Promise<LiveTxt>;
  /** The records at a name that a new record of this type would meet. */
  name: (name: string, type: LiveRecord["type"]) => Promise<NameAnswer>;
  /** The policy, as a sender gets it through DNS. */
  policy: (host: string) => Promise<PolicyFetch>;
  /** The policy as this server gives it: resolvers may have cached that the host does not exist. */
  policyAt: (host: string, server: string) => Promise<PolicyFetch>;
  /**
   * The policy at every address that the zone's authoritative servers give: the first answer that is a failure or has
   * other bytes than these, if there is one.
   */
  policyEverywhere: (host: string, expected: string) => Promise<PolicyFetch>;
}

/** How to reach the network. The defaults are the internet; the others are for split horizons and for tests. */
export interface LookupSettings {
  /** `rollout.resolver`: the only DNS server to ask, `192.0.2.53` or `127.0.0.1:5353`. It may give private addresses. */
  resolver?: string;
  /** A recursive server in place of the machine's own, for tests: the authoritative servers are asked as usual. */
  recursor?: string;
  /** The port of authoritative servers. Default: 53. */
  authorityPort?: number;
  /** Default: 443. */
  httpsPort?: number;
  /** Roots to trust beside the usual ones, PEM. */
  ca?: string;
}

/** Short, for the gate looks often, and a preview must not hang on a dead server. */
const fetchTimeoutMs = 15_000;
/** Edges give a handful; more would only repeat them. */
const maxAddresses = 8;

/** Look-ups on the real network. */
export function networkLookups(settings: LookupSettings = {}): Lookups {
  const { resolver: server, recursor, authorityPort, httpsPort = 443, ca } = settings;
  const resolver = resolverAt(server ?? recursor);
  const allowPrivate = (server ?? recursor) !== undefined;
  const always = server === undefined && recursor !== undefined;
  const options = { allowPrivate, always, ...(authorityPort === undefined ? {} : { port: authorityPort }) };
  const fetchFrom = (host: string, connectTo: string) =>
    fetchPolicy({
      host,
      resolver,
      allowPrivate,
      connectTo: { host: connectTo, port: httpsPort },
      timeoutMs: fetchTimeoutMs,
      ...(ca === undefined ? {} : { ca }),
    });
  return {
    mx: (domain) => liveMx(domain, resolver, options),
    txt: (name) => liveTxt(name, resolver, options),
    name: (name, type) => recordsAt(name, type, resolver, options),
    policy: (host) => fetchFrom(host, host),
    policyAt: fetchFrom,
    policyEverywhere: async (host, expected) => {
      const addresses = await addressesOf(host, resolver, options);
      if (!Array.isArray(addresses)) return { ok: false, kind: "dns", host, ms: 0, seen: addresses.reason };
      const fetched = await Promise.all(addresses.map((address) => fetchFrom(host, address)));
      const missing: PolicyFetch = { ok: false, kind: "dns", host, ms: 0, seen: `${host} has no A or AAAA record` };
      // IPv6 addresses, on a machine without: that says nothing of the host.
      const reachable = fetched.filter((each) => each.ok || each.kind !== "connect" || !each.noRoute);
      const wanted = Buffer.from(expected);
      const differs = reachable.find((each) => !each.ok || !each.bytes.equals(wanted));
      return differs ?? reachable[0] ?? fetched[0] ?? missing;
    },
  };
}

async function addressesOf(host: string, resolver: Resolver, options: AuthorityOptions) {
  const found = await Promise.all((["A", "AAAA"] as const).map((type) => liveRecords(host, type, resolver, options)));
  const addresses = found.flatMap((live) =>
    live.ok ? live.servers.flatMap((answer) => (answer.ok ? answer.records.map(({ data }) => data) : [])) : [],
  );
  const failed = found.find(({ ok }) => !ok);
  if (addresses.length === 0 && failed?.ok === false) return { reason: failed.reason };
  return [...new Set(addresses)].slice(0, maxAddresses);
}

const addressTypes = ["A", "AAAA"] as const;

async function recordsAt(
  name: string,
  type: LiveRecord["type"],
  resolver: Resolver,
  options: AuthorityOptions,
): Promise<NameAnswer> {
  // A CNAME meets addresses and CNAMEs; a query for an address shows both.
  const answer = await answersAt(name, type === "CNAME" ? addressTypes : [type], resolver, options);
  const aliased = answer.ok && answer.records.some((record) => record.type === "CNAME");
  // Whoever takes the place of a CNAME needs both kinds of address.
  if (aliased && (type === "A" || type === "AAAA")) return answersAt(name, addressTypes, resolver, options);
  if (answer.ok) return answer;
  // A CNAME whose target does not answer hides behind that failure.
  const alias = await answersAt(name, ["CNAME"], resolver, options);
  return alias.ok ? alias : answer;
}

async function answersAt(
  name: string,
  types: readonly LiveRecord["type"][],
  resolver: Resolver,
  options: AuthorityOptions,
): Promise<NameAnswer> {
  const found = await Promise.all(types.map((each) => liveRecords<LiveRecord["type"]>(name, each, resolver, options)));
  const records = new Map<string, LiveRecord>();
  let behind: Map<string, LiveRecord> | undefined;
  const servers = new Set<string>();
  const failures: string[] = [];
  let answered = false;
  for (const live of found) {
    if (!live.ok) failures.push(live.reason);
    for (const answer of live.ok ? live.servers : []) {
      if (!answer.ok) {
        failures.push(`${answer.server}: ${answer.reason}`);
        continue;
      }
      answered = true;
      // An explicit resolver tells nothing of the delegation.
      if (live.ok && live.zone !== undefined) servers.add(answer.server);
      const [target] = answer.chain;
      const given = answer.records.map(({ type, data }): LiveRecord => ({ type, value: valueOf(data) }));
      if (target === undefined) add(records, given);
      else {
        // What stands behind a CNAME is not at this name; a query for the CNAME itself does not show it.
        add(records, [{ type: "CNAME", value: target }]);
        if (!types.includes("CNAME")) add((behind ??= new Map<string, LiveRecord>()), given);
      }
    }
  }
  if (!answered) return { ok: false, reason: failures.join("; ") };
  const beyond = behind === undefined ? {} : { behind: [...behind.values()] };
  return { ok: true, records: [...records.values()], servers: [...servers], ...beyond };
}

function add(records: Map<string, LiveRecord>, found: readonly LiveRecord[]): void {
  for (const record of found) records.set(`${record.type} ${record.value}`, record);
}

function valueOf(data: string | Buffer[] | { preference: number; exchange: string }): string {
  if (typeof data === "string") return data;
  return "exchange" in data ? `${data.preference} ${data.exchange}` : joinTxt(data);
}

/** Asks each question about the state of the world once, so that a preview's hooks all judge the same world. */
export function askingOnce(lookups: Lookups): Lookups {
  return {
    mx: once(lookups.mx),
    txt: once(lookups.txt),
    name: once(lookups.name),
    policy: once(lookups.policy),
    policyAt: once(lookups.policyAt),
    policyEverywhere: once(lookups.policyEverywhere),
  };
}

function once<A extends string[], R>(ask: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  const answers = new Map<string, Promise<R>>();
  return (...args) => {
    const key = args.join(" ");
    const answer = answers.get(key) ?? ask(...args);
    answers.set(key, answer);
    return answer;
  };
}
