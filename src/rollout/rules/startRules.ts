import type { TransitionFacts } from "../facts";
import type { Rule } from "../finding";
import { modeInput, always } from "./modeInput";
import { sources } from "./sources";

/** From no policy that senders act on (absent, or `none`) to one that they do. */

export const reportingOnly: Rule = {
  ...modeInput,
  code: "reporting-only",
  decision: "allow",
  when: "always",
  summary: "TLS-RPT alone: reports arrive, no mail is judged.",
  rule: sources.reporting,
  applies: always,
  reason: ({ domain }) => `${domain} has no MTA-STS policy and gets none.`,
  remedy: () => "",
};

export const startTesting: Rule = {
  ...modeInput,
  code: "start-testing",
  decision: "allow",
  when: "always",
  summary: "Senders report failures and deliver anyway.",
  rule: sources.enforcing,
  applies: always,
  reason: ({ domain }) => `${domain} starts a testing period: senders report failures and deliver anyway.`,
  remedy: () => "",
};

export const startTestingAgain: Rule = {
  ...startTesting,
  code: "start-testing-again",
  decision: "advise",
  summary: "As at first; but a policy published before comes back with its old id, unless `revision` is raised.",
  rule: sources.id,
  reason: ({ domain }) => `${domain} starts a testing period after winding a policy down.`,
  remedy: () =>
    "If this very policy was live before, raise policy.revision: a sender that met the old id beside newer bytes " +
    "would not fetch again.",
};

export const enforceWithoutTesting: Rule = {
  ...modeInput,
  code: "enforce-without-testing",
  decision: "refuse",
  when: "always, with or without reports",
  summary: "Failures show only in a testing period; under enforce they are lost mail.",
  rule: sources.enforcing,
  applies: always,
  reason: (facts) =>
    `${facts.domain} ${background(facts)}, so nothing shows yet that every MX host passes. Under enforce, each ` +
    "failure is mail that senders hold back.",
  remedy: () =>
    'Publish `mode: "testing"` with the same mx first. Change it to "enforce" when the reports of the testing ' +
    "period are clean (rollout.reports).",
};

export const noneWithoutPolicy: Rule = {
  ...modeInput,
  code: "none-without-policy",
  decision: "advise",
  when: "always",
  summary: "`none` winds a policy down; where there was none it only adds a record that must be retired later.",
  rule: sources.removal,
  applies: always,
  reason: ({ domain }) =>
    `${domain} has no policy to wind down. The policy "none" is harmless, but it is protected from deletion like ` +
    "every published policy.",
  remedy: () => 'For reporting only, leave `policy` out. For a first policy, begin with `mode: "testing"`.',
};

function background({ previous }: TransitionFacts): string {
  if (previous.from !== "none") return `publishes the policy "${previous.policy.mode}", which tests nothing`;
  return previous.unreachable === undefined
    ? "has no policy yet"
    : `is treated as having no policy, because the live one could not be read (${previous.unreachable})`;
}
