import { hostFault } from "./hostFaults";
import { isDomain, NAME_LIMIT, readHost, toAscii } from "./hostName";
import { problemOf } from "./problem";
import { accept, type Result } from "./result";

/**
 * Reads a pattern of the policy's `mx` list: a host name, or `*.` and a host name (RFC 8461 §3.2). Lower case, without
 * trailing dot, Unicode as A-labels.
 *
 * @example parseMxPattern("*.Mail.Example.", "policy.mx[0]"); // { ok: true, value: "*.mail.example" }
 */
export function parseMxPattern(value: unknown, path: string): Result<string> {
  const isWildcard = typeof value === "string" && value.startsWith("*.");
  // The grammar allows "*.com"; `adviseMx` warns of it. An exact name of one label is a forgotten domain.
  const read = isWildcard
    ? readHost(value.slice(2), { subject: "mx", limit: NAME_LIMIT - 2, minLabels: 1 })
    : readHost(value, { subject: "mx" });
  if (typeof read === "string") return accept(isWildcard ? `*.${read}` : read);
  const codes = isWildcard && read.includes("empty") ? (["wildcard"] as const) : read;
  return { ok: false, problems: codes.map((code) => problemOf(path, value, hostFault("mx", code))) };
}

/** Whether a text is an `mx` value of the policy file as it stands: `["*."] Domain` (RFC 8461 §3.2). */
export function isMxValue(text: string): boolean {
  return text.length <= NAME_LIMIT && isDomain(text.startsWith("*.") ? text.slice(2) : text);
}

/**
 * Whether an MX host matches a pattern: the same name, or `*.` for exactly one label (RFC 8461 §4.1, RFC 6125 §6.4.3).
 * Case and a trailing dot do not matter, as in DNS.
 *
 * @example mxMatches("*.example.com", "mx1.example.com"); // true
 * @example mxMatches("*.example.com", "a.mx1.example.com"); // false
 */
export function mxMatches(pattern: string, host: string): boolean {
  return matchesNormal(comparable(pattern), comparable(host));
}

/** Whether one of the patterns matches the host. */
export function isCovered(host: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => mxMatches(pattern, host));
}

/** The hosts that no pattern matches: under `enforce`, mail to them stops. */
export function uncoveredHosts(hosts: readonly string[], patterns: readonly string[]): string[] {
  return hosts.filter((host) => !isCovered(host, patterns));
}

/** The patterns that match none of the hosts. */
export function deadPatterns(patterns: readonly string[], hosts: readonly string[]): string[] {
  return patterns.filter((pattern) => !hosts.some((host) => mxMatches(pattern, host)));
}

function matchesNormal(pattern: string, host: string): boolean {
  if (pattern === "" || host === "") return false;
  if (!pattern.startsWith("*.")) return pattern === host;
  const dot = host.indexOf(".");
  return dot > 0 && host.slice(dot) === pattern.slice(1);
}

function comparable(name: string): string {
  const plain = name.toLowerCase().replace(/\.$/, "");
  return toAscii(plain) ?? plain;
}
