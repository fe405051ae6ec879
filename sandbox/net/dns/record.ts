/** A resource record, and how it is read from presentation form ("10 mx1.example.com"). */
import type { Answer, OptAnswer, OtherRecordType } from "dns-packet";
import { parseCharacterStrings } from "./characterStrings";
import { fitsTheWire } from "./names";

/** What dns-packet encodes, `OPT` apart. */
export type ResourceRecord = Exclude<Answer, OptAnswer>;

export interface ValueOptions {
  /** Base of `\ddd` escapes in TXT values. Default: 10 (RFC 1035); Route 53 writes octal. */
  radix?: 8 | 10;
}

/** The record that a DNS host publishes for one value; throws for a value that cannot be on the wire. */
export function recordFromValue(
  name: string,
  type: string,
  ttl: number,
  value: string,
  { radix = 10 }: ValueOptions = {},
): ResourceRecord {
  const raw = /^TYPE(\d+)$/.exec(type);
  if (raw?.[1] !== undefined) return rawRecord(name, Number(raw[1]), ttl, value);
  const fields = value.trim().split(/\s+/);
  switch (type) {
    case "A":
    case "AAAA":
      return { name, type, ttl, data: value.trim() };
    case "CNAME":
    case "NS":
    case "PTR":
    case "DNAME":
      return { name, type, ttl, data: host(value) };
    case "MX":
      return { name, type, ttl, data: { preference: number(fields[0], value), exchange: host(fields[1] ?? ".") } };
    case "TXT":
      return { name, type, ttl, data: parseCharacterStrings(value, radix) };
    case "CAA":
      return { name, type, ttl, data: caa(value) };
    case "SRV":
      return { name, type, ttl, data: srv(fields, value) };
    case "SOA":
      return { name, type, ttl, data: soa(fields, value) };
    case "TLSA":
      return { name, type, ttl, data: tlsa(fields, value) };
    case "DS":
      return { name, type, ttl, data: ds(fields, value) };
  }
  throw new SyntaxError(`The sandbox's DNS serves no ${type} records (at ${name}); add the type to record.ts.`);
}

/** A line of a zone file without its owner: `[ttl] TYPE value`, for example `300 MX 10 mx1.example.com`. */
export function recordFromText(name: string, text: string): ResourceRecord {
  const match = /^\s*(?:(\d+)\s+)?(?:IN\s+)?([A-Z0-9]+)\s+(.*)$/s.exec(text);
  if (!match) throw new SyntaxError(`${JSON.stringify(text)} is not "[ttl] TYPE value".`);
  return recordFromValue(name, match[2] ?? "", match[1] === undefined ? 300 : Number(match[1]), match[3] ?? "");
}

/** RFC 3597: `\# length hex`, any type, so that tests can serve what no sane host would. */
function rawRecord(name: string, type: number, ttl: number, value: string): ResourceRecord {
  const match = /^\\#\s+(\d+)\s*([0-9a-fA-F\s]*)$/.exec(value.trim());
  const data = Buffer.from((match?.[2] ?? "").replace(/\s/g, ""), "hex");
  if (!match || data.length !== Number(match[1])) throw new SyntaxError(`${value} is not RFC 3597's \\# length hex.`);
  // dns-packet writes the octets as they are for a type that it calls UNKNOWN_n; its declarations leave that name out.
  return { name, type: `UNKNOWN_${type}` as OtherRecordType, ttl, data };
}

function host(value: string): string {
  const name = value.trim();
  if (name === "" || !fitsTheWire(name)) throw new SyntaxError(`${JSON.stringify(value)} is not a domain name.`);
  return name === "." ? "." : name.replace(/\.$/, "");
}

function number(field: string | undefined, value: string): number {
  if (field === undefined || !/^\d+$/.test(field)) throw new SyntaxError(`${JSON.stringify(value)} lacks a number.`);
  return Number(field);
}

function caa(value: string): { flags: number; issuerCritical: boolean; tag: "issue"; value: string } {
  const match = /^\s*(\d+)\s+([A-Za-z0-9]+)\s+(.*)$/s.exec(value);
  if (!match) throw new SyntaxError(`${JSON.stringify(value)} is not a CAA value.`);
  const flags = Number(match[1]);
  const text = Buffer.concat(parseCharacterStrings(match[3] ?? "", 10)).toString();
  // The declarations know three tags; the wire knows any.
  return { flags, issuerCritical: flags >= 128, tag: match[2] as "issue", value: text };
}

function srv([priority, weight, port, target]: string[], value: string) {
  return {
    priority: number(priority, value),
    weight: number(weight, value),
    port: number(port, value),
    target: host(target ?? ""),
  };
}

function soa([mname, rname, ...numbers]: string[], value: string) {
  const [serial, refresh, retry, expire, minimum] = numbers;
  return {
    mname: host(mname ?? ""),
    rname: host(rname ?? ""),
    serial: number(serial, value),
    refresh: number(refresh, value),
    retry: number(retry, value),
    expire: number(expire, value),
    minimum: number(minimum, value),
  };
}

function tlsa([usage, selector, matchingType, ...hex]: string[], value: string) {
  return {
    usage: number(usage, value),
    selector: number(selector, value),
    matchingType: number(matchingType, value),
    certificate: Buffer.from(hex.join(""), "hex"),
  };
}

function ds([keyTag, algorithm, digestType, ...hex]: string[], value: string) {
  return {
    keyTag: number(keyTag, value),
    algorithm: number(algorithm, value),
    digestType: number(digestType, value),
    digest: Buffer.from(hex.join(""), "hex"),
  };
}
