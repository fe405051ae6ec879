import type { Habits } from "../deploy/habits";

/** A way of running a domain: how deploys are done, and what the operator makes of refusals and advice. */
export interface Strategy {
  name: string;
  /** For the table. */
  title: string;
  habits: Habits;
  /** Waits for the TTLs that messages name, and raises `revision` when an old policy returns. */
  heedsAdvice: boolean;
  /** Codes of rules that nobody would have told this operator; "all" has no rules at all. */
  ignores: readonly string[] | "all";
  /** Seconds by which MX records change before the policy does; 0: after it, as RFC 8461 §8.1 has it. */
  mxLead: number;
  /** The first policy. */
  begins: "testing" | "enforce";
  /** One refusal, by its number, that is applied anyway: to see whether it was justified. */
  forces?: number;
}
