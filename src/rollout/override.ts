import { isDerivedId, type Problem } from "../protocol";
import { txtIds } from "./changes";
import type { Finding } from "./finding";
import type { Override, TransitionFacts } from "./facts";

/** The id that an override must name: the one this step publishes or, where it removes the policy, the one it removes. */
export function overridableId({ next, previous, live }: TransitionFacts): string | undefined {
  if (next) return next.id;
  return previous.from === "none" ? txtIds(live.policy).find(isDerivedId) : previous.id;
}

/** The exact text to paste. */
export function overrideSnippet(policyId: string): string {
  return `rollout: { override: { policyId: "${policyId}", reason: "…" } }`;
}

/** Whether the user's override names this step's id. */
export function isOverridden(facts: TransitionFacts): boolean {
  return facts.override !== undefined && facts.override.policyId === overridableId(facts);
}

/** Turns refusals into advice where the user's override names this step's id. */
export function applyOverride(findings: readonly Finding[], facts: TransitionFacts): Finding[] {
  const { override } = facts;
  if (override === undefined || !isOverridden(facts)) return [...findings];
  return findings.map((finding) =>
    finding.decision === "refuse" ? { ...finding, decision: "advise", lifted: override.reason } : finding,
  );
}

/**
 * What to warn of on every run, whether or not anything is refused: an override is a risk that somebody took, and one
 * for another id is dead weight that looks like a safety net.
 */
export function overrideNotice(domain: string, policyId: string | undefined, override: Override): string {
  return override.policyId === policyId
    ? `${domain}: rollout.override lets policy ${override.policyId} pass every rollout rule. Reason given: ` +
        `${override.reason}. Remove it once this policy is live.`
    : `${domain}: rollout.override names policy ${override.policyId}, but this program's policy is ` +
        `${policyId ?? "absent"}, so it has no effect. Remove it. Reason given: ${override.reason}.`;
}

/** What is wrong with `rollout.override` as written. */
export function overrideProblems({ policyId, reason }: Override, path = "rollout.override"): Problem[] {
  const problems: Problem[] = [];
  if (!/^[A-Za-z0-9]{1,32}$/.test(policyId)) {
    problems.push({
      path: `${path}.policyId`,
      value: JSON.stringify(policyId.slice(0, 80)),
      code: "override-id",
      rule: "a policy id is 1 to 32 letters and digits (RFC 8461 §3.1)",
      remedy: "Paste the snippet that the refusal printed.",
    });
  }
  if (reason.trim() === "" || reason.trim() === "…") {
    problems.push({
      path: `${path}.reason`,
      value: JSON.stringify(reason),
      code: "override-reason",
      rule: "an override says why, so that the next reader of the program can judge it",
      remedy: "Say in a sentence why this step is safe although a rule refuses it.",
    });
  }
  return problems;
}
