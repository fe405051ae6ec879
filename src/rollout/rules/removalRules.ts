import { isDerivedId } from "../../protocol";
import { previousPolicy, spell, txtIds } from "../changes";
import type { TransitionFacts } from "../facts";
import type { Rule } from "../finding";
import { datedBack, datesBack, dayBefore, hasExpired, isMeantForLive, retireSnippet } from "../retirement";
import { modeInput, always } from "./modeInput";
import { sources } from "./sources";

/** `policy` left out while one is live. Nothing announces an end: senders keep what they hold, blind to later changes. */

const expired = (facts: TransitionFacts) => hasExpired(facts.retire, facts.today) && !datesBack(facts);

export const removeExpired: Rule = {
  ...modeInput,
  code: "remove-expired",
  decision: "allow",
  when: "`rollout.retire.after` has passed, and is no earlier than a live `none`",
  summary: "No sender holds a policy any more.",
  rule: sources.removal,
  applies: expired,
  reason: ({ domain, retire }) =>
    `By rollout.retire, no sender holds a policy of ${domain} since ${retire?.after ?? ""}.`,
  remedy: () => "",
};

export const removeEnforce: Rule = {
  ...modeInput,
  code: "remove-enforce",
  decision: "refuse",
  when: "always",
  summary: "Senders would go on enforcing for up to max_age, with no way to learn of a change of MX.",
  rule: sources.removal,
  applies: always,
  reason: (facts) =>
    `Senders that hold the enforce policy of ${facts.domain} keep enforcing it for up to ` +
    `${spell(previousPolicy(facts)?.maxAge ?? 0)}. Without the record and the file they cannot learn that MX changed.`,
  remedy: () =>
    'Publish `policy: { mode: "none" }` instead. That deploy prints the date from which the policy may be removed.',
};

export const removeNoneEarly: Rule = {
  ...modeInput,
  code: "remove-too-early",
  decision: "refuse",
  when: "no `rollout.retire`, or its date has not passed, or is before the day on which the live `none` was published",
  summary: "Senders may still hold the policy that came before.",
  rule: sources.removal,
  applies: always,
  reason: (facts) => {
    const { domain, retire, today } = facts;
    if (retire === undefined)
      return `Senders may still hold the policy that ${domain} had before "none", and only the published "none" tells them.`;
    return datesBack(facts)
      ? datedBack(facts)
      : `Today is ${today}, and rollout.retire says that senders of ${domain} may hold a policy until ${retire.after}.`;
  },
  remedy: () =>
    'Put `policy: { mode: "none" }` back. Once the date that its deploy printed has passed, add ' +
    "`rollout: { retire: { after: … } }` with that date, deploy, then leave `policy` out.",
};

/** A date tells of older policies only: this one is live. It is the user's word, which must have been given for it. */
export const removeTestingExpired: Rule = {
  ...removeExpired,
  code: "remove-testing-expired",
  when: "`rollout.retire.after` is yesterday, or has passed and is no earlier than the day on which the live policy was published (`Last-Modified`)",
  summary: "By the user's word no sender holds an older policy; this one asks nothing of hosts.",
  applies: isMeantForLive,
  reason: ({ domain, retire }) =>
    `By rollout.retire, no sender holds an older policy of ${domain} since ${retire?.after ?? ""}; the testing policy ` +
    "holds no mail back.",
};

export const removeTesting: Rule = {
  ...modeInput,
  code: "remove-testing",
  decision: "refuse",
  when: "no `rollout.retire`, or its date has not passed, or belongs to an earlier removal",
  summary: "If the domain enforced before, senders that missed the step back would fall back to enforce for good.",
  rule: sources.removal,
  applies: always,
  reason: ({ domain, retire, today }) =>
    `A sender that holds an older policy of ${domain}, perhaps enforce, learns of the step back from the TXT record ` +
    "only; without it the older policy stays in force until it expires." +
    (hasExpired(retire, today)
      ? ` rollout.retire.after, ${retire?.after ?? ""}, does not count: it may belong to an earlier removal.`
      : ""),
  remedy: ({ today }) =>
    'Publish `policy: { mode: "none" }` first; that deploy prints the date from which it may be removed. If this ' +
    `domain has never enforced, no mail is at stake: ${retireSnippet(dayBefore(today))} says so.`,
};

/** The servers will agree soon. Where a removal has just been done, nothing is served any more. */
export const removeUnread: Rule = {
  ...modeInput,
  code: "remove-unread",
  decision: "refuse",
  when: "`policy` is left out, name servers disagree on a record of this library, and its host serves a policy",
  summary: "Senders fetch that policy, and would be left with it.",
  rule: sources.removal,
  applies: ({ next, live: { policy } }) =>
    next === undefined &&
    policy.state === "unreachable" &&
    policy.isServed === true &&
    txtIds(policy).some(isDerivedId),
  reason: ({ domain, live: { policy } }) =>
    `_mta-sts.${domain} announces a policy of this library, and mta-sts.${domain} serves one; which of them senders hold ` +
    `cannot be told (${"why" in policy ? policy.why : ""}).`,
  remedy: () =>
    "Deploy again once the servers agree: shortly, if an earlier deploy has just changed the record. Or put `policy` back.",
};

export const removalUnknown: Rule = {
  ...modeInput,
  code: "removal-unknown",
  decision: "advise",
  when: "`policy` is left out, and what is live could not be read, or is a record of ours without a valid file",
  summary: "A policy that is live must not be removed like this.",
  rule: sources.removal,
  applies: (facts) => facts.next === undefined && !removeUnread.applies(facts) && isUnknown(facts),
  reason: ({ domain, live: { policy } }) =>
    `Which policy senders hold of ${domain} could not be found out (${"why" in policy ? policy.why : ""}).`,
  remedy: () => 'If this component published one, put it back with `mode: "none"` before you leave it out.',
};

function isUnknown({ live: { policy } }: TransitionFacts): boolean {
  if (policy.state === "unreachable") return true;
  return policy.state === "absent" && policy.id !== undefined && isDerivedId(policy.id);
}
