import { LIMITS } from "../limits";
import { pathOf, type Place } from "./place";
import { ReportError } from "./reportError";

export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON object, or an error that names the place. */
export function objectAt(value: unknown, parent: Place | undefined, step: string | number): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw wrongType(value, pathOf(parent, step), "an object");
}

// The following take a value and not its object: the caller's own access to a property it names is many times faster
// than one by a name that changes.

/** A JSON array; absent and `null` are empty, as reporters written in Go send an empty list. */
export function listAt(value: unknown, parent: Place | undefined, key: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value as unknown[];
  throw wrongType(value, pathOf(parent, key), "an array");
}

/** A string of bounded length; absent, `null` and empty are undefined. */
export function optionalString(value: unknown, parent: Place | undefined, key: string): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") throw wrongType(value, pathOf(parent, key), "a string");
  if (value.length > LIMITS.fieldLength) {
    throw new ReportError(
      "too-large",
      `${pathOf(parent, key)} has ${value.length} characters; at most ${LIMITS.fieldLength} are read`,
    );
  }
  return value;
}

/** A string that must be there and not be empty. */
export function requiredString(value: unknown, parent: Place | undefined, key: string): string {
  const text = optionalString(value, parent, key);
  if (text !== undefined) return text;
  throw missing(pathOf(parent, key));
}

/**
 * A session count: an integer of at least zero and below any plausible number; undefined when the field is left out.
 * `null`, strings and fractions are refused: guessing here would be guessing a verdict.
 */
export function countAt(value: unknown, parent: Place | undefined, key: string): number | undefined {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= LIMITS.sessions) return value;
  if (value === undefined) return undefined;
  const shown = JSON.stringify(value).slice(0, 40);
  throw new ReportError(
    "bad-count",
    `${pathOf(parent, key)} is ${shown}, not a number of sessions: an integer from 0 to ${LIMITS.sessions} (RFC 8460 §4.4)`,
  );
}

export function wrongType(value: unknown, path: string, wanted: string): ReportError {
  if (value === undefined) return missing(path);
  const is = value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;
  return new ReportError("bad-field", `${path} is ${is}, not ${wanted} (RFC 8460 §4.4)`);
}

export function missing(path: string): ReportError {
  return new ReportError("not-a-report", `${path} is missing (RFC 8460 §4.4)`);
}
