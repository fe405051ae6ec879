/** Records beside the cloud's: what others host, and what only a test would publish. */
import { isWithin, nameAndAncestors, normalName } from "./names";
import { recordFromText, type ResourceRecord } from "./record";
import { apexRecords, type Zone } from "./zone";

/** Owner name → records in zone-file form without the owner: `{ "mx1.example.com": ["A 127.0.0.1"] }`. */
export type RecordTexts = Readonly<Record<string, readonly string[]>>;

/** The servers of zones that name none of their own. */
export const EXTRA_NAME_SERVERS: readonly string[] = ["ns1.other-hosts.test", "ns2.other-hosts.test"];

interface Index {
  /** Every name at or above a record. */
  existing: Set<string>;
  /** Each zone with the names of its servers, and the other way round. */
  nameServers: Map<string, readonly string[]>;
  served: Map<string, string[]>;
}

/**
 * A changeable set of records. Below a delegated zone of the cloud they add to it; elsewhere they form zones: one for
 * each name with an SOA or NS record, and one for the last two labels of every other name.
 */
export class ExtraRecords {
  readonly #byName = new Map<string, readonly ResourceRecord[]>();
  #built: Index | undefined;

  constructor(initial: RecordTexts = {}) {
    for (const [name, texts] of Object.entries(initial)) this.set(name, texts);
  }

  /** Replaces what is at `name`; no texts remove it. A text that is no record throws. */
  set(name: string, texts: readonly string[]): void {
    const owner = normalName(name);
    this.delete(owner);
    if (texts.length === 0) return;
    this.#byName.set(
      owner,
      texts.map((text) => recordFromText(owner, text)),
    );
  }

  delete(name: string): void {
    this.#byName.delete(normalName(name));
    this.#built = undefined;
  }

  at(name: string): readonly ResourceRecord[] {
    return this.#byName.get(name) ?? [];
  }

  has(name: string): boolean {
    return this.#index().existing.has(name);
  }

  /** The apex of the zone that these records form around `name`, if they do. */
  apexOf(name: string): string | undefined {
    for (const apex of nameAndAncestors(name)) if (this.#index().nameServers.has(apex)) return apex;
    return undefined;
  }

  apexes(): Iterable<string> {
    return this.#index().nameServers.keys();
  }

  apexesServedBy(nameServer: string): readonly string[] {
    return this.#index().served.get(nameServer) ?? [];
  }

  zone(apex: string): Zone {
    const nameServers = this.#index().nameServers.get(apex) ?? EXTRA_NAME_SERVERS;
    const soa = { primary: nameServers[0] ?? "", mailbox: `hostmaster.${apex}`, ttl: 3600, minimum: 300 };
    return {
      name: apex,
      nameServers,
      at: (name) => {
        const records = this.at(name);
        if (name !== apex) return [...records];
        const given = apexRecords(apex, nameServers, soa);
        return [...records, ...given.filter(({ type }) => !records.some((record) => record.type === type))];
      },
      has: (name) => name === apex || this.has(name),
    };
  }

  #index(): Index {
    return (this.#built ??= buildIndex(this.#byName));
  }
}

/** The zone together with the extra records below it. */
export function withExtraRecords(zone: Zone, extra: ExtraRecords): Zone {
  return {
    ...zone,
    at: (name) => [...zone.at(name), ...(isWithin(name, zone.name) ? extra.at(name) : [])],
    has: (name) => zone.has(name) || extra.has(name),
  };
}

function buildIndex(byName: ReadonlyMap<string, readonly ResourceRecord[]>): Index {
  const index: Index = { existing: new Set(), nameServers: new Map(), served: new Map() };
  for (const [owner, records] of byName) {
    for (const name of nameAndAncestors(owner)) index.existing.add(name);
    const own = records.flatMap((record) => (record.type === "NS" ? [normalName(record.data)] : []));
    const isApex = own.length > 0 || records.some((record) => record.type === "SOA");
    const apex = isApex ? owner : owner.split(".").slice(-2).join(".");
    if (own.length > 0) index.nameServers.set(apex, own);
    else if (!index.nameServers.has(apex)) index.nameServers.set(apex, EXTRA_NAME_SERVERS);
  }
  for (const [apex, servers] of index.nameServers) {
    for (const server of servers) index.served.set(server, [...(index.served.get(server) ?? []), apex]);
  }
  return index;
}
