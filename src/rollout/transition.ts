import { nextStage, previousStage, restores } from "./changes";
import type { TransitionFacts } from "./facts";
import { findingOf, type Decision, type Finding, type Rule } from "./finding";
import { applyOverride } from "./override";
import { guardRules, restoreRule, transitionTable } from "./transitionTable";

/** What the rules say of one step. */
export interface Judgement {
  /** The strictest of the findings, after the override. */
  decision: Decision;
  /** The step's own finding first, then those of the guards. */
  findings: Finding[];
}

const strictness: Record<Decision, number> = { allow: 0, advise: 1, refuse: 2 };

/**
 * Judges one step of a domain's policy: from what was, to what the program says, given what is live. Pure: the same
 * facts always give the same judgement. Its rules are listed in docs/rollout.md, which is made from them.
 *
 * @example
 * const { decision, findings } = judgeTransition(facts);
 * if (decision === "refuse") throw new Error(formatRefusal(facts.domain, findings));
 */
export function judgeTransition(facts: TransitionFacts): Judgement {
  const rules = [stepRule(facts), ...guardRules.filter((rule) => rule.applies(facts))];
  const findings = applyOverride(
    rules.map((rule) => findingOf(rule, facts)),
    facts,
  );
  const strictest = Math.max(...findings.map(({ decision }) => strictness[decision]));
  const decision = findings.find((finding) => strictness[finding.decision] === strictest)?.decision ?? "refuse";
  return { decision, findings };
}

function stepRule(facts: TransitionFacts): Rule {
  if (restores(facts)) return restoreRule;
  const cell = transitionTable[previousStage(facts)][nextStage(facts)];
  const rule = cell.find((candidate) => candidate.applies(facts));
  if (!rule)
    throw new Error(`No rule for ${previousStage(facts)} → ${nextStage(facts)}: this is a defect of the table.`);
  return rule;
}
