/** One thing wrong with a text that a domain serves: a TXT record or a policy file. */
export interface Violation {
  /** Stable, for programs: `mx-trailing-dot`, `id-missing`. */
  code: string;
  /** Line of the policy file, counted from 1. */
  line?: number;
  /** What is wrong, in a sentence, quoting the text where it helps. */
  message: string;
  /** The source of the rule, such as `RFC 8461 §3.2`. */
  rule: string;
}

const LISTED = 100;

/** The first 100 violations, and one that counts the rest: a hostile text could have one for every byte. */
export function bounded(violations: readonly Violation[]): Violation[] {
  const rest = violations.slice(LISTED);
  const first = rest[0];
  if (!first) return [...violations];
  return [...violations.slice(0, LISTED), { code: "more", message: `… and ${rest.length} more`, rule: first.rule }];
}
