import type { TransitionFacts } from "./facts";

/** What a rule says of a step: go on, go on and read this, or stop before anything changes. */
export type Decision = "allow" | "advise" | "refuse";

/** One statement of one rule about one step. */
export interface Finding {
  decision: Decision;
  /** Stable; listed in docs/rollout.md. */
  code: string;
  /** The input that decides it, as a path into the component's arguments. */
  input: string;
  value: string;
  /** The section it follows from. */
  rule: string;
  reason: string;
  /** What to do instead, or next. Never empty for a refusal. */
  remedy: string;
  /** The override's reason, where one turned this refusal into advice. */
  lifted?: string;
}

/**
 * A rule as data, so that the same object judges a step and is printed in the documentation.
 * Reasons and remedies name hosts, ids and dates; `summary` says the same of no domain in particular.
 */
export interface Rule {
  code: string;
  decision: Decision;
  /** The condition, for the table in the documentation. */
  when: string;
  summary: string;
  rule: string;
  applies: (facts: TransitionFacts) => boolean;
  input: string;
  value: (facts: TransitionFacts) => string;
  reason: (facts: TransitionFacts) => string;
  remedy: (facts: TransitionFacts) => string;
}

/** What a rule says of these facts. */
export function findingOf(rule: Rule, facts: TransitionFacts): Finding {
  return {
    decision: rule.decision,
    code: rule.code,
    input: rule.input,
    value: rule.value(facts),
    rule: rule.rule,
    reason: rule.reason(facts),
    remedy: rule.remedy(facts),
  };
}
