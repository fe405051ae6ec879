import type { Answer, CaaData, DsData, SoaData, TlsaData } from "dns-packet";

/** The record types this project asks for, with the shape of their data. */
export interface RecordData {
  A: string;
  AAAA: string;
  CNAME: string;
  NS: string;
  PTR: string;
  /** The exchange is lower case without a trailing dot; the root (RFC 7505, null MX) is ".". */
  MX: { preference: number; exchange: string };
  /** The strings of one record, as bytes. */
  TXT: Buffer[];
  SOA: SoaData;
  CAA: CaaData;
  DS: DsData;
  TLSA: TlsaData;
}
export type RecordType = keyof RecordData;

/** One resource record. Names are lower case without a trailing dot; the TTL is in seconds. */
export type DnsRecord = { [T in RecordType]: RecordOf<T> }[RecordType];
export interface RecordOf<T extends RecordType> {
  name: string;
  type: T;
  ttl: number;
  data: RecordData[T];
}

/** Lower case, no trailing dot. The root stays ".". */
export function normalName(name: string): string {
  const lower = name.toLowerCase();
  return lower.length > 1 && lower.endsWith(".") ? lower.slice(0, -1) : lower;
}

/** Our view of a decoded record; undefined for types that nobody here asks for, and for other classes than IN. */
export function toRecord(answer: Answer): DnsRecord | undefined {
  if (answer.type === "OPT" || answer.class !== "IN") return undefined;
  const name = normalName(answer.name);
  // RFC 2181 §8: a TTL with the top bit set is zero.
  const ttl = answer.ttl !== undefined && answer.ttl < 0x80000000 ? answer.ttl : 0;
  switch (answer.type) {
    case "A":
    case "AAAA":
      return { name, ttl, type: answer.type, data: answer.data };
    case "CNAME":
    case "NS":
    case "PTR":
      return { name, ttl, type: answer.type, data: normalName(answer.data) };
    case "MX":
      return {
        name,
        ttl,
        type: "MX",
        data: { preference: answer.data.preference ?? 0, exchange: normalName(answer.data.exchange) },
      };
    case "TXT":
      return { name, ttl, type: "TXT", data: [answer.data].flat().map((part) => Buffer.from(part)) };
    case "SOA":
      return { name, ttl, type: "SOA", data: answer.data };
    case "CAA":
      return { name, ttl, type: "CAA", data: answer.data };
    case "DS":
      return { name, ttl, type: "DS", data: answer.data };
    case "TLSA":
      return { name, ttl, type: "TLSA", data: answer.data };
    default:
      return undefined;
  }
}

/** The records of one type. */
export function recordsOf<T extends RecordType>(records: readonly DnsRecord[], type: T): RecordOf<T>[] {
  return records.filter((record): record is DnsRecord & RecordOf<T> => record.type === type);
}
