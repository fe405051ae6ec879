import { LIMITS } from "../limits";

/**
 * The fewest bytes that a JSON text of this value takes. A text of exactly so many holds nothing but this value: no second
 * key that JSON.parse has passed over, for that would have taken bytes too. Texts with blanks or escapes are longer, and
 * need another proof (quotes.ts). Infinity for a value nested too deeply.
 */
export function leastLength(value: unknown, depth = 0): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value === "number") return leastDigits(value);
  if (typeof value !== "object" || value === null) return value === false ? 5 : 4;
  if (depth > LIMITS.jsonDepth) return Infinity;
  // Both brackets and the commas: one less than there are items.
  let length = 1;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) {
      length += 1 + (typeof item === "string" ? item.length + 2 : leastLength(item, depth + 1));
    }
    return Math.max(2, length);
  }
  // Values of JSON.parse have no inherited enumerable keys, and an own "__proto__" is listed like any other.
  const record = value as Record<string, unknown>;
  for (const key in record) {
    const item = record[key];
    length += key.length + 4 + (typeof item === "string" ? item.length + 2 : leastLength(item, depth + 1));
  }
  return Math.max(2, length);
}

/** Characters of a number; fewer where there may be a shorter way to write it, as 1e3, or the double is not exact. */
function leastDigits(number: number): number {
  if (number < 10 || !Number.isInteger(number) || number >= 1e15) return 1;
  if (number < 100) return 2;
  if (number < 1000) return 3;
  if (number % 1000 === 0) return 1;
  let digits = 4;
  for (let rest = number / 10_000; rest >= 1; rest /= 10) digits++;
  return digits;
}
