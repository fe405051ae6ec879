/** A property as the engine's protocol carries it, secrets unwrapped. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Properties = Record<string, Value>;

/** Stands for a value that is known only after the update. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine's other unknowns, by the kind of value awaited: boolean, number, list, map. */
const unknowns = new Set([
  unknown,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export function isUnknown(value: Value | undefined): boolean {
  return typeof value === "string" && unknowns.has(value);
}

export function holdsUnknown(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isProperties(value) ? Object.values(value).some(holdsUnknown) : isUnknown(value);
}

export function isProperties(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => equal(item, b[index]));
  }
  if (isProperties(a) && isProperties(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => equal(a[key], b[key]));
  }
  return a === b;
}

/** Whether two lists hold the same items in any order, as the providers' set-typed properties do. */
export function equalAsSets(a: Value | undefined, b: Value | undefined): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return equal(a, b);
  const canonical = (items: Value[]): Value[] => [...new Set(items.map((item) => JSON.stringify(item)))].sort();
  return equal(canonical(a), canonical(b));
}

/** Leaves out what is undefined: the protocol has no such value. */
export function defined(properties: Record<string, Value | undefined>): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );
}
