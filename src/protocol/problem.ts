import { showValue } from "./showValue";

/** One thing wrong with one input: something that the user wrote and can change. */
export interface Problem {
  /** Where the value stands in the user's arguments, such as `policy.mx[1]`. */
  path: string;
  /** The value as written: quoted, bounded in length, control characters escaped. */
  value: string;
  /** Stable, for programs: `mx-ip-address`, `max-age-range`. */
  code: string;
  /** The rule that the value breaks, with its source. */
  rule: string;
  /** What to do about it. */
  remedy: string;
}

/** A {@link Problem} before it is tied to an input. */
export interface Fault {
  code: string;
  rule: string;
  remedy: string;
}

export function problemOf(path: string, value: unknown, fault: Fault): Problem {
  return { path, value: showValue(value), ...fault };
}
