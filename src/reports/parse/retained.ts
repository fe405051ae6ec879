import { LIMITS } from "../limits";
import { ReportError } from "./reportError";

/** Counts the strings that a parsed JSON value retains, keys included; refuses a value nested too deeply. */
export function countRetainedStrings(value: unknown, depth = 0): number {
  if (typeof value === "string") return 1;
  if (typeof value !== "object" || value === null) return 0;
  if (depth > LIMITS.jsonDepth) {
    throw new ReportError(
      "too-deep",
      `nested more than ${LIMITS.jsonDepth} levels deep; a report needs six (RFC 8460 §4.4)`,
    );
  }
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) {
      if (typeof item === "string") count++;
      else if (typeof item === "object") count += countRetainedStrings(item, depth + 1);
    }
    return count;
  }
  // Values of JSON.parse have no inherited enumerable keys, and an own "__proto__" is listed like any other.
  const record = value as Record<string, unknown>;
  for (const key in record) {
    const item = record[key];
    count++;
    if (typeof item === "string") count++;
    else if (typeof item === "object") count += countRetainedStrings(item, depth + 1);
  }
  return count;
}
