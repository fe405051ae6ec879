/** What one zone says to one question (RFC 1034 §4.3.2), wildcards as in RFC 4592. */
import { namesBetween, parentOf } from "./names";
import type { ResourceRecord } from "./record";
import type { Zone } from "./zone";

export type ZoneAnswer =
  | { kind: "records"; records: ResourceRecord[] }
  /** The name is an alias: `record` is the CNAME, `target` where to ask on. */
  | { kind: "alias"; record: ResourceRecord; target: string }
  /** The zone has given the name away. */
  | { kind: "referral"; records: ResourceRecord[] }
  | { kind: "noData" }
  | { kind: "noName" };

/** @param name in normal form, at or below the zone's name; @param type as dns-packet names it, "ANY" included */
export function answerInZone(zone: Zone, name: string, type: string): ZoneAnswer {
  const cut = zoneCut(zone, name, type);
  if (cut) return { kind: "referral", records: cut };
  const records = zone.has(name) ? zone.at(name) : fromWildcard(zone, name);
  if (!records) return { kind: "noName" };
  const matching = records.filter((record) => type === "ANY" || plainType(record) === type);
  if (matching.length > 0) return { kind: "records", records: matching };
  const alias = records.find((record) => record.type === "CNAME");
  if (alias?.type === "CNAME") return { kind: "alias", record: alias, target: alias.data };
  return { kind: "noData" };
}

function zoneCut(zone: Zone, name: string, type: string): ResourceRecord[] | undefined {
  if (name === zone.name) return undefined;
  const above = [...namesBetween(name, zone.name)].reverse();
  for (const owner of type === "DS" ? above : [...above, name]) {
    const servers = zone.at(owner).filter((record) => record.type === "NS");
    if (servers.length > 0) return servers;
  }
  return undefined;
}

/** The records of the wildcard below the closest existing name, as if they were at `name`. */
function fromWildcard(zone: Zone, name: string): ResourceRecord[] | undefined {
  let encloser = parentOf(name);
  while (encloser !== zone.name && encloser !== "" && !zone.has(encloser)) encloser = parentOf(encloser);
  const wildcard = encloser === "" ? "*" : `*.${encloser}`;
  return zone.has(wildcard) ? zone.at(wildcard).map((record) => ({ ...record, name })) : undefined;
}

/** `UNKNOWN_16` is how a raw TXT record is written. */
function plainType(record: ResourceRecord): string {
  const raw = /^UNKNOWN_(\d+)$/.exec(record.type);
  return raw?.[1] === undefined ? record.type : (RAW_TYPES[raw[1]] ?? record.type);
}

const RAW_TYPES: Readonly<Record<string, string>> = {
  "1": "A",
  "2": "NS",
  "5": "CNAME",
  "6": "SOA",
  "15": "MX",
  "16": "TXT",
  "28": "AAAA",
  "33": "SRV",
  "52": "TLSA",
  "257": "CAA",
};
