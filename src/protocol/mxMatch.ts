import { toAscii } from "./hostName";

/**
 * Whether an MX host matches a pattern: the same name, or `*.` for exactly one label (RFC 8461 §4.1, RFC 6125 §6.4.3).
 * Case and a trailing dot do not matter, as in DNS.
 *
 * @example mxMatches("*.example.com", "mx1.example.com"); // true
 * @example mxMatches("*.example.com", "a.mx1.example.com"); // false
 */
export function mxMatches(pattern: string, host: string): boolean {
  return isCovered(host, [pattern]);
}

/** Whether one of the patterns matches the host. */
export function isCovered(host: string, patterns: readonly string[]): boolean {
  return uncoveredHosts([host], patterns).length === 0;
}

/** The hosts that no pattern matches: under `enforce`, mail to them stops. */
export function uncoveredHosts(hosts: readonly string[], patterns: readonly string[]): string[] {
  const accepted = new Set(patterns.map(comparable));
  return hosts.filter((host) => !patternsFor(host).some((pattern) => accepted.has(pattern)));
}

/** The patterns that match none of the hosts. */
export function deadPatterns(patterns: readonly string[], hosts: readonly string[]): string[] {
  const used = new Set(hosts.flatMap(patternsFor));
  return patterns.filter((pattern) => !used.has(comparable(pattern)));
}

/** The two patterns that a host can match: its name, and a wildcard in place of its first label. */
function patternsFor(host: string): string[] {
  const name = comparable(host);
  if (name === "" || name.startsWith("*")) return [];
  const dot = name.indexOf(".");
  return dot > 0 ? [name, `*${name.slice(dot)}`] : [name];
}

function comparable(name: string): string {
  const plain = name.toLowerCase().replace(/\.$/, "");
  const wildcard = plain.startsWith("*.") ? "*." : "";
  const rest = plain.slice(wildcard.length);
  return wildcard + (toAscii(rest) ?? rest);
}
