/** Records beside the cloud's: what others host, and what only a test would publish. */
import { isWithin, normalName, parentOf } from "./names";
import { recordFromText, type ResourceRecord } from "./record";
import { apexRecords, type Zone } from "./zone";

/** Owner name → records in zone-file form without the owner: `{ "mx1.example.com": ["A 127.0.0.1"] }`. */
export type RecordTexts = Readonly<Record<string, readonly string[]>>;

/** The servers of zones that name none of their own. */
export const EXTRA_NAME_SERVERS = ["ns1.other-hosts.test", "ns2.other-hosts.test"] as const;

/**
 * A changeable set of records. Below a zone of the cloud they add to it; elsewhere they form zones: one for each name
 * with an SOA or NS record, and one for the last two labels of every other name.
 */
export class ExtraRecords {
  readonly #byName = new Map<string, readonly string[]>();
  /** Every name at or above a record, with the number of owners below it. */
  readonly #existing = new Map<string, number>();
  readonly #apexes = new Map<string, number>();

  constructor(initial: RecordTexts = {}) {
    for (const [name, texts] of Object.entries(initial)) this.set(name, texts);
  }

  /** Replaces what is at `name`; no texts remove it. */
  set(name: string, texts: readonly string[]): void {
    const owner = normalName(name);
    this.delete(owner);
    if (texts.length === 0) return;
    for (const text of texts) recordFromText(owner, text); // a slip in a test shows here, not as a SERVFAIL
    this.#byName.set(owner, texts);
    this.#count(owner, texts, 1);
  }

  delete(name: string): void {
    const owner = normalName(name);
    const texts = this.#byName.get(owner);
    if (!texts) return;
    this.#byName.delete(owner);
    this.#count(owner, texts, -1);
  }

  at(name: string): ResourceRecord[] {
    return (this.#byName.get(name) ?? []).map((text) => recordFromText(name, text));
  }

  has(name: string): boolean {
    return this.#existing.has(name);
  }

  /** The apex of the zone that these records form around `name`, if they do. */
  apexOf(name: string): string | undefined {
    for (let apex = name; apex !== ""; apex = parentOf(apex)) {
      if (this.#apexes.has(apex)) return apex;
    }
    return undefined;
  }

  apexes(): Iterable<string> {
    return this.#apexes.keys();
  }

  zone(apex: string): Zone {
    const own = this.at(apex).flatMap((record) => (record.type === "NS" ? [normalName(record.data)] : []));
    const nameServers = own.length > 0 ? own : [...EXTRA_NAME_SERVERS];
    const soa = { primary: nameServers[0] ?? "", mailbox: `hostmaster.${apex}`, ttl: 3600, minimum: 300 };
    return {
      name: apex,
      nameServers,
      at: (name) => {
        const records = this.at(name);
        if (name !== apex) return records;
        const given = apexRecords(apex, nameServers, soa);
        return [...records, ...given.filter(({ type }) => !records.some((record) => record.type === type))];
      },
      has: (name) => name === apex || this.has(name),
    };
  }

  #count(owner: string, texts: readonly string[], step: 1 | -1): void {
    for (let name = owner; name !== ""; name = parentOf(name)) add(this.#existing, name, step);
    const isApex = texts.some((text) => /^\s*(?:\d+\s+)?(?:IN\s+)?(?:SOA|NS)\s/.test(text));
    add(this.#apexes, isApex ? owner : owner.split(".").slice(-2).join("."), step);
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

function add(counts: Map<string, number>, name: string, step: number): void {
  const count = (counts.get(name) ?? 0) + step;
  if (count > 0) counts.set(name, count);
  else counts.delete(name);
}
