import { isCovered, type Policy } from "../protocol";
import { mxChange } from "./changes";
import type { MxFacts } from "./facts";

/** Seconds: the longest that a deploy waits for resolvers to forget MX records. */
export const longestMxWait = 3600;

/** Patterns that go, and whose hosts no other pattern is sure to cover. */
export function droppedPatterns(previous: Policy | undefined, next: Policy | undefined): string[] {
  const after = next?.mx ?? [];
  // Which hosts a wildcard stood for, nobody knows.
  return mxChange(previous, next).removed.filter((pattern) => pattern.startsWith("*.") || !isCovered(pattern, after));
}

/**
 * For how many seconds resolvers may still give senders the MX records that were there before the live ones: as long as
 * the live ones, for nothing tells the TTL of records that are gone.
 */
export function oldMxSeconds(mx: MxFacts): number {
  if (mx.kind === "implicit") return longestMxWait;
  return "hosts" in mx ? Math.max(0, ...mx.hosts.map(({ ttl }) => ttl)) : 0;
}
