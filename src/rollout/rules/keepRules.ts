import { changesNothing, nextStage } from "../changes";
import type { Rule } from "../finding";
import { modeInput, always } from "./modeInput";
import { sources } from "./sources";

/** Steps that keep the mode. What they change is judged by the rules about MX and max_age. */

export const samePolicyAgain: Rule = {
  ...modeInput,
  code: "same-policy",
  decision: "allow",
  when: "same mode, MX set and max_age",
  summary: "What senders hold stays true, whatever the id.",
  rule: sources.id,
  applies: changesNothing,
  reason: ({ domain }) => `The policy of ${domain} stays the same.`,
  remedy: () => "",
};

export const sameMode: Rule = {
  ...modeInput,
  code: "same-mode",
  decision: "allow",
  when: "MX set or max_age differ",
  summary: "Judged by the rules about MX and max_age below.",
  rule: sources.updates,
  applies: always,
  reason: (facts) => `The policy of ${facts.domain} changes and stays "${nextStage(facts)}".`,
  remedy: () => "",
};

/** Not of the table: it comes first, whatever the stages, for a lost object or a lost place in the state. */
export const restorePolicy: Rule = {
  ...modeInput,
  code: "restore",
  decision: "allow",
  when: "the policy's resource is new, and the live TXT record already has its id",
  summary: "A lost object is put back.",
  rule: sources.id,
  applies: always,
  reason: ({ domain, next }) =>
    `The live _mta-sts record of ${domain} already announces ${next?.id ?? "this policy"}: this puts its file back.`,
  remedy: () => "",
};
