import { hostFault } from "./hostFaults";
import { isDomain, NAME_LIMIT, readHost } from "./hostName";
import { problemOf } from "./problem";
import { accept, type Result } from "./result";

export { deadPatterns, isCovered, mxMatches, uncoveredHosts } from "./mxMatch";

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
