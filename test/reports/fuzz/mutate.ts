import { gunzipSync, gzipSync } from "node:zlib";
import type { Json } from "../support/samples";

export type Random = () => number;

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

/** Values that have broken parsers. */
const NASTY: readonly unknown[] = [
  null, 0, 1, -1, 0.5, 1e21, 1e308, "", "0", "5", " ", [], {}, [[]], [null], [{}], { a: 1 }, true, false, "__proto__",
  "constructor", "2026-03-18T00:00:00Z", "9999-12-31T00:00:00Z", "1970-01-01T00:00:00Z", "2026-03-18T00:00:00", "\u0000",
  "\ud800", "\u202e", "x".repeat(5000), "mx1.example.com", "MX1.EXAMPLE.COM.", "mx.elsewhere.example", "sts", "tlsa",
  "no-policy-found", "certificate-expired", "sts-policy-fetch-error", "tlsa-invalid", "example.com", "example.org",
  "smtp-tls-reporting@google.com", "x@evil.example", 4294967296, 2 ** 53,
]; // prettier-ignore

const KEYS = [
  "policies", "policy", "policy-type", "policy-string", "policy-domain", "mx-host", "summary", "failure-details",
  "total-failure-session-count", "total-successful-session-count", "failed-session-count", "result-type", "report-id",
  "date-range", "start-datetime", "end-datetime", "contact-info", "organization-name", "receiving-mx-hostname",
  "failure-reason-code", "__proto__", "constructor", "toString",
]; // prettier-ignore

/** Second values that would hide the failures of the first. */
const HIDING: readonly (readonly [string, unknown])[] = [
  ["policies", []],
  ["policies", [{ policy: { "policy-type": "no-policy-found" } }]],
  ["date-range", { "start-datetime": "2026-01-01T00:00:00Z", "end-datetime": "2026-01-02T00:00:00Z" }],
];

interface Spot {
  parent: Json | unknown[];
  key: string | number;
}

function spots(value: unknown, found: Spot[] = []): Spot[] {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    const at = Array.isArray(value) ? Number(key) : key;
    found.push({ parent: value as Json | unknown[], key: at });
    spots((value as Json)[key], found);
  }
  return found;
}

/** Changes the structure of a report at one place. */
export function mutateStructure(report: Json, random: Random): void {
  const all = spots(report);
  const { parent, key } = pick(random, all);
  const holder = parent as Json;
  switch (Math.floor(random() * 6)) {
    case 0:
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else Reflect.deleteProperty(parent, key);
      break;
    case 1:
      holder[key] = structuredClone(pick(random, NASTY));
      break;
    case 2:
      define(holder, pick(random, KEYS), structuredClone(pick(random, NASTY)));
      break;
    case 3:
      holder[key] = structuredClone(pick(random, all).parent);
      break;
    case 4:
      if (Array.isArray(parent)) parent.push(structuredClone(parent[Number(key)]));
      else if (!Array.isArray(holder[key])) holder[key] = [holder[key]];
      break;
    default:
      if (typeof holder[key] === "string") holder[key] = mutateText(holder[key], random);
      else if (typeof holder[key] === "number") holder[key] += Math.floor(random() * 21) - 10;
  }
}

/** Also sets `__proto__` as a key of its own. */
function define(holder: Json, key: string, value: unknown): void {
  // A list of JSON has no such keys.
  if (Array.isArray(holder)) return;
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function mutateText(text: string, random: Random): string {
  const at = Math.floor(random() * (text.length + 1));
  return pick(random, [
    text.slice(0, at),
    text.slice(at),
    text + text,
    text.toUpperCase(),
    `${text.slice(0, at)}\n${text.slice(at)}`,
  ]);
}

/** Changes the JSON text: what no serializer would write. */
export function mutateJsonText(text: string, random: Random): string {
  const at = Math.floor(random() * text.length);
  switch (Math.floor(random() * 6)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 30));
    case 1:
      return `${text.slice(0, at)}${pick(random, ["{", "}", "[", "]", '"', ",", ":", "\\", "1e999", "-", "null", "\u0000", "//"])}${text.slice(at)}`;
    case 2: {
      // A key once more, with another value: the attack that every parser measured falls for.
      const [name, hiding] = random() < 0.3 ? pick(random, HIDING) : [pick(random, KEYS), pick(random, NASTY)];
      const key = JSON.stringify(name);
      const value = JSON.stringify(hiding);
      const brace = text.indexOf("{", at);
      const place = brace === -1 ? 0 : brace;
      return random() < 0.5
        ? `${text.slice(0, place + 1)}${key}:${value},${text.slice(place + 1)}`
        : `${text.slice(0, -1)},${key}:${value}}`;
    }
    case 3:
      return text.replace(/":/, `"${" ".repeat(Math.floor(random() * 5))}:\n`);
    case 4:
      return `\ufeff${text}`;
    default:
      return text.replace(/"([a-z])/g, (whole, letter: string) =>
        random() < 0.1 ? `"\\u00${letter.charCodeAt(0).toString(16)}` : whole,
      );
  }
}

/** Changes bytes, or the container around them. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  switch (Math.floor(random() * 6)) {
    case 0:
      return copy.subarray(0, Math.floor(random() * copy.length));
    case 1:
    case 2:
      for (let edit = 0; edit <= random() * 4; edit++)
        copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
      return copy;
    case 3:
      return Buffer.concat([copy, copy.subarray(Math.floor(random() * copy.length))]);
    case 4:
      return gzipSync(copy, { level: 1 });
    default:
      return copy[0] === 0x1f ? gunzipSync(copy) : copy;
  }
}
