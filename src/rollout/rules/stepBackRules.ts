import { previousPolicy, spell } from "../changes";
import { retireDateOf, retireSnippet } from "../retirement";
import type { TransitionFacts } from "../facts";
import type { Rule } from "../finding";
import { modeInput, always } from "./modeInput";
import { sources } from "./sources";

/** Towards less: never refused, because this is what a person does while mail is failing. */

export const stepBack: Rule = {
  ...modeInput,
  code: "step-back",
  decision: "advise",
  when: "always",
  summary: "Senders learn of it at their next look at the TXT record. Returning later needs a raised `revision`.",
  rule: sources.id,
  applies: always,
  reason: (facts) =>
    `${facts.domain} stops enforcing. A sender that holds the old policy keeps to it until it sees the new id ` +
    `(TTL ${spell(facts.ttl)}) and fetches.`,
  remedy: () =>
    "When you return to a policy that was live before, raise policy.revision: a sender that met its old id beside " +
    "newer bytes would not fetch again.",
};

const windDownRemedy = (facts: TransitionFacts) =>
  `Keep "none" published. Once that day has passed, deploy with ${retireSnippet(retireDateOf(facts))}, then leave ` +
  "`policy` out and deploy again. Take a later day if a max_age longer than " +
  `${spell(previousPolicy(facts)?.maxAge ?? 0)} was ever served.`;

export const windDown: Rule = {
  ...modeInput,
  code: "wind-down",
  decision: "advise",
  when: "always",
  summary: "The way out. The message gives the date from which removal is safe (now + largest max_age seen).",
  rule: sources.removal,
  applies: always,
  reason: (facts) =>
    `${facts.domain} winds its policy down. Senders may hold the old one until ${retireDateOf(facts)}.`,
  remedy: windDownRemedy,
};

/** Not of the table: a date in the program that comes before the one that is safe. */
export const retireTooEarly: Rule = {
  input: "rollout.retire.after",
  value: ({ retire }) => JSON.stringify(retire?.after),
  code: "retire-too-early",
  decision: "refuse",
  when: "a policy is wound down, and `rollout.retire.after` is before the date from which removal is safe",
  summary: "Protection would be lifted while senders still hold the old policy.",
  rule: sources.removal,
  applies: (facts) => {
    const before = previousPolicy(facts)?.mode;
    const winding = facts.next?.policy.mode === "none" && (before === "testing" || before === "enforce");
    return winding && facts.retire !== undefined && facts.retire.after < retireDateOf(facts);
  },
  reason: (facts) => `Senders may hold the old policy of ${facts.domain} until ${retireDateOf(facts)}.`,
  remedy: (facts) => `Use ${retireSnippet(retireDateOf(facts))} or leave it out for now.`,
};

/** Not of the table: a date that does nothing, and would quietly lift protection in a later step. */
export const retireInert: Rule = {
  input: "rollout.retire.after",
  value: ({ retire }) => JSON.stringify(retire?.after),
  code: "retire-inert",
  decision: "advise",
  when: "`rollout.retire` is given with mode testing or enforce",
  summary: "It has an effect with mode none only.",
  rule: sources.removal,
  applies: ({ next, retire }) => retire !== undefined && next !== undefined && next.policy.mode !== "none",
  reason: ({ next }) => `rollout.retire has no effect while the mode is "${next?.policy.mode ?? ""}".`,
  remedy: () => 'Remove it now: a date that has passed would lift protection as soon as the mode is "none".',
};
