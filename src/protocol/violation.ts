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
