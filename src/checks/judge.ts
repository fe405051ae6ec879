import { printable } from "../net/printable";
import type { DomainFacts } from "./facts";
import type { Rule, RuleResult, Severity } from "./rule";

/** One rule's word on one domain. Every text is safe to print. */
export interface Verdict {
  rule: string;
  result: RuleResult;
  /** What breaking this rule amounts to. */
  severity: Severity;
  source: string;
  seen: string;
  /** What to do; only where the result is fail, warn or info. */
  remedy?: string;
}

/** Applies every rule to the facts; the order is the rules'. */
export function judge(facts: DomainFacts, rules: readonly Rule[]): Verdict[] {
  return rules.map((rule) => {
    const { result, seen } = rule.judge(facts);
    const verdict = {
      rule: rule.id,
      result: result === "broken" ? rule.severity : result,
      severity: rule.severity,
      source: rule.source,
      seen: printable(seen, 600),
    };
    return result === "broken" ? { ...verdict, remedy: rule.remedy } : verdict;
  });
}

/** How many verdicts have each result. */
export function tally(verdicts: readonly Verdict[]): Record<RuleResult, number> {
  const counts = { pass: 0, fail: 0, warn: 0, info: 0, notApplicable: 0, couldNotCheck: 0 };
  for (const { result } of verdicts) counts[result]++;
  return counts;
}
