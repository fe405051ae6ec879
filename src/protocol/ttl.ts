import { accept, refuse, type Result } from "./result";

/** Seconds that DNS can express (RFC 2181 §8). */
export const TTL_LIMIT = 2147483647;

/** A narrower range than DNS has, with its source, such as a provider's. */
export interface TtlRange {
  min?: number;
  max?: number;
  rule?: string;
}

/** Reads a DNS record's time to live: whole seconds, from 0 to {@link TTL_LIMIT} unless a narrower range is given. */
export function parseTtl(value: unknown, path: string, range: TtlRange = {}): Result<number> {
  const min = range.min ?? 0;
  const max = range.max ?? TTL_LIMIT;
  if (typeof value !== "number" || !Number.isInteger(value))
    return refuse(path, value, {
      code: "ttl-integer",
      rule: "a TTL is a whole number of seconds (RFC 2181 §8)",
      remedy: "Give a number without fraction or unit, such as 300.",
    });
  if (value < min || value > max)
    return refuse(path, value, {
      code: "ttl-range",
      rule: range.rule ?? `a TTL is from ${min} to ${max} seconds (RFC 2181 §8)`,
      remedy: `Give seconds within ${min} to ${max}; 300 suits most zones.`,
    });
  return accept(value === 0 ? 0 : value); // 0, not -0
}
