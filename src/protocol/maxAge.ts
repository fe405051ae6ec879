import { MtaStsMode } from "./mode";
import { accept, refuse, type Result } from "./result";

/** Seconds that `max_age` may have at most: a year of 365.25 days (RFC 8461 §3.2). */
export const MAX_AGE_LIMIT = 31557600;
/** Seconds, for `testing` and `enforce`: a week. */
export const DEFAULT_MAX_AGE = 604800;
/** Seconds, for `none`: a day, so that a withdrawn policy is soon forgotten (RFC 8461 §8.3). */
export const DEFAULT_MAX_AGE_NONE = 86400;

/** The `max_age` of a policy that does not say: a week; for `none`, a day. */
export function defaultMaxAge(mode: MtaStsMode): number {
  return mode === MtaStsMode.None ? DEFAULT_MAX_AGE_NONE : DEFAULT_MAX_AGE;
}

/** Reads seconds from 0 to {@link MAX_AGE_LIMIT}. */
export function parseMaxAge(value: unknown, path: string): Result<number> {
  if (typeof value !== "number" || !Number.isInteger(value))
    return refuse(path, value, {
      code: "max-age-integer",
      rule: "max_age is a whole number of seconds (RFC 8461 §3.2)",
      remedy: `Give a number without fraction or unit, such as ${DEFAULT_MAX_AGE} for a week.`,
    });
  if (value < 0 || value > MAX_AGE_LIMIT)
    return refuse(path, value, {
      code: "max-age-range",
      rule: `max_age is from 0 to ${MAX_AGE_LIMIT} seconds, a year (RFC 8461 §3.2)`,
      remedy: `Give seconds, not milliseconds, within the range: ${DEFAULT_MAX_AGE} is a week.`,
    });
  return accept(value === 0 ? 0 : value); // 0, not -0
}
