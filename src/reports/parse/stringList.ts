import { LIMITS } from "../limits";
import { type JsonObject, wrongType } from "./fields";
import { parseJson } from "./json";
import type { Deviation } from "./model";
import { pathOf, type Place } from "./place";
import { ReportError } from "./reportError";

/** A list of strings that reporters also send as one string, or leave out. */
export function stringsAt(
  object: JsonObject,
  key: string,
  place: Place,
  deviation: Deviation,
  deviations: Deviation[],
): string[] {
  const value = object[key];
  if (value === undefined || value === null) return [];
  if (typeof value === "string") {
    deviations.push(deviation);
    return value === "" ? [] : checked([value], key, place);
  }
  if (!Array.isArray(value)) throw wrongType(value, pathOf(place, key), "an array of strings");
  return checked(value, key, place);
}

/** Microsoft writes the policy-string of a tlsa policy as one string that holds a JSON array. */
export function policyStringsAt(object: JsonObject, place: Place, deviations: Deviation[]): string[] {
  const strings = stringsAt(object, "policy-string", place, "policy-string-not-list", deviations);
  const only = strings[0];
  if (strings.length !== 1 || only?.startsWith("[") !== true) return strings;
  let inner: unknown;
  try {
    inner = parseJson(Buffer.from(only));
  } catch {
    return strings;
  }
  if (!Array.isArray(inner)) return strings;
  deviations.push("policy-string-is-json");
  return checked(inner, "policy-string", place);
}

/** A policy that came as one string may hold all of its lines: 64 KB, as RFC 8461 §3.3 suggests for the file. */
function checked(list: readonly unknown[], key: string, place: Place): string[] {
  if (list.length > LIMITS.listLength) {
    throw new ReportError(
      "too-large",
      `${pathOf(place, key)} has ${list.length} items; at most ${LIMITS.listLength} are read`,
    );
  }
  return list.map((item) => {
    if (typeof item !== "string") throw wrongType(item, `an item of ${pathOf(place, key)}`, "a string");
    if (item.length <= LIMITS.policyStringLength) return item;
    throw new ReportError(
      "too-large",
      `${pathOf(place, key)} has a string of ${item.length} characters; at most ${LIMITS.policyStringLength} are read`,
    );
  });
}
