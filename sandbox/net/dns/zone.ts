/** A zone as its name servers see it, whoever hosts it. */
import { recordFromValue, type ResourceRecord } from "./record";

export interface Zone {
  /** Normal form: lower case, no trailing dot; "" is the root. */
  readonly name: string;
  /** Host names of its servers, in normal form. */
  readonly nameServers: readonly string[];
  /** What lies at exactly this name; wildcards are found at their own name ("*.example.com"). */
  at(name: string): ResourceRecord[];
  /** Whether the name itself, or any name below it, has records (RFC 4592 §2.2.2: empty non-terminals exist). */
  has(name: string): boolean;
}

export interface SoaValues {
  primary: string;
  mailbox: string;
  ttl: number;
  /** Seconds; with `ttl`, the lesser of the two is how long absence is cached (RFC 2308 §5). */
  minimum: number;
}

/** The records every zone has at its apex, where its host does not keep them as ordinary records. */
export function apexRecords(zone: string, nameServers: readonly string[], soa: SoaValues): ResourceRecord[] {
  const name = zone === "" ? "." : zone;
  return [
    recordFromValue(name, "SOA", soa.ttl, `${soa.primary} ${soa.mailbox} 1 7200 900 1209600 ${soa.minimum}`),
    ...nameServers.map((server) => recordFromValue(name, "NS", 172_800, server)),
  ];
}

/** The zone's SOA, for negative answers: with the TTL that negative caching has to use. */
export function negativeSoa(zone: Zone): ResourceRecord[] {
  return zone.at(zone.name).flatMap((record) => {
    if (record.type !== "SOA") return [];
    return [{ ...record, ttl: Math.min(record.ttl ?? 0, record.data.minimum ?? 0) }];
  });
}
