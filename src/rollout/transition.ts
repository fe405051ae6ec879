import { nextStage, previousStage, restores } from "./changes";
import type { TransitionFacts } from "./facts";
import { findingOf, type Decision, type Finding, type Rule } from "./finding";
import { applyOverride } from "./override";
import { hostRules } from "./rules/hostRules";
import { standingRules } from "./rules/standingRules";
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
  return judgement([stepRule(facts), ...guardRules.filter((rule) => rule.applies(facts))], facts);
}

/** The same for a step of the address alone. */
export function judgeAddress(facts: TransitionFacts): Judgement {
  return judgement(
    hostRules.filter((rule) => rule.applies(facts)),
    facts,
  );
}

/** What holds in every run that has a policy, whether or not anything changes. */
export function judgeStanding(facts: TransitionFacts): Judgement {
  return judgement(
    standingRules.filter((rule) => rule.applies(facts)),
    facts,
  );
}

function judgement(rules: readonly Rule[], facts: TransitionFacts): Judgement {
  const findings = applyOverride(
    rules.map((rule) => findingOf(rule, facts)),
    facts,
  );
  const decisions = findings.map(({ decision }) => decision);
  const decision = decisions.reduce((a, b) => (strictness[b] > strictness[a] ? b : a), "allow");
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
