import { listed, mxChange, previousPolicy } from "../changes";
import type { TransitionFacts } from "../facts";
import type { Rule } from "../finding";
import { modeInput, always } from "./modeInput";
import { sources } from "./sources";

/** From testing to enforce: the one step that can lose mail by itself. Judged in this order; the first match counts. */

const remedyByReports =
  "Stay in testing, give the reports that arrived with `rollout.reports`, and enforce when the verdict is ready.";

export const enforceWithMxChange: Rule = {
  ...modeInput,
  code: "enforce-with-mx-change",
  decision: "refuse",
  when: "the MX set changes in the same deploy",
  summary: "The testing period says nothing about hosts that it did not test.",
  rule: sources.matching,
  applies: (facts) => {
    const { added, removed } = changeOf(facts);
    return added.length + removed.length > 0;
  },
  reason: (facts) => {
    const { added, removed } = changeOf(facts);
    const changes = [
      ...(added.length > 0 ? [`adds ${listed(added)}`] : []),
      ...(removed.length > 0 ? [`drops ${listed(removed)}`] : []),
    ];
    return `This deploy begins to enforce and ${changes.join(" and ")}. The policy that was tested is another one.`;
  },
  remedy: () =>
    "Two deploys: first change mx under testing and collect reports for it, then change only the mode to enforce.",
};

export const enforceReady: Rule = {
  ...modeInput,
  code: "enforce-ready",
  decision: "allow",
  when: "verdict of the reports: ready",
  summary: "The reports of the testing period are clean.",
  rule: sources.enforcing,
  applies: ({ readiness }) => readiness?.state === "ready",
  reason: ({ domain, readiness }) =>
    `The reports of ${domain} are clean` +
    `${readiness?.readySince === undefined ? "" : ` since ${readiness.readySince}`}${because(readiness)}.`,
  remedy: () => "",
};

export const enforceNotReady: Rule = {
  ...modeInput,
  code: "enforce-not-ready",
  decision: "refuse",
  when: "verdict of the reports: not ready",
  summary: "The reports show sessions that would have failed.",
  rule: sources.enforcing,
  applies: ({ readiness }) => readiness?.state === "notReady",
  reason: ({ domain, readiness }) =>
    `The reports of ${domain} show sessions that senders would hold back under enforce${because(readiness)}.`,
  remedy: () => "Mend what the reports name, stay in testing, and enforce when the verdict is ready.",
};

export const enforceInsufficientEvidence: Rule = {
  ...modeInput,
  code: "enforce-insufficient-evidence",
  decision: "refuse",
  when: "verdict of the reports: not enough evidence",
  summary: "No failures are not yet successes.",
  rule: sources.enforcing,
  applies: ({ readiness }) => readiness?.state === "insufficientEvidence",
  reason: ({ domain, readiness }) =>
    `The reports of ${domain} do not show enough sessions under this policy${because(readiness)}.`,
  remedy: () => remedyByReports,
};

export const enforceWithoutEvidence: Rule = {
  ...modeInput,
  code: "enforce-without-evidence",
  decision: "refuse",
  when: "no reports given",
  summary: "No reports are not a success.",
  rule: sources.enforcing,
  applies: always,
  reason: ({ domain }) =>
    `No reports are given, so nothing shows that the MX hosts of ${domain} pass. Under enforce, each failure is mail ` +
    "that senders hold back.",
  remedy: () => remedyByReports,
};

function changeOf(facts: TransitionFacts) {
  return mxChange(previousPolicy(facts), facts.next?.policy);
}

function because(readiness: TransitionFacts["readiness"]): string {
  return readiness === undefined || readiness.reasons.length === 0 ? "" : `: ${readiness.reasons.join("; ")}`;
}
