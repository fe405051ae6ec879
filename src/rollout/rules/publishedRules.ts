import {
  changesNothing,
  keepsPolicy,
  listed,
  mxChange,
  nextStage,
  previousPolicy,
  spell,
  txtId,
  wasEnforcing,
  willEnforce,
} from "../changes";
import type { TransitionFacts } from "../facts";
import type { Rule } from "../finding";
import { domainInput } from "./modeInput";
import { sources } from "./sources";

/** What senders may hold already: old ids, long lives, copies of another host. */

export const returnToLiveId: Rule = {
  input: "policy.revision",
  value: () => "as before",
  code: "return-to-live-id",
  decision: "refuse",
  when: "the live TXT record has the next id, but the file in the state is another policy (a deploy stopped half-way)",
  summary: "Senders that fetched the other file under this id would never fetch again.",
  rule: sources.id,
  applies: (facts) =>
    facts.previous.from === "state" &&
    facts.next !== undefined &&
    txtId(facts.live.policy) === facts.next.id &&
    !keepsPolicy(facts),
  reason: (facts) =>
    `The _mta-sts record of ${facts.domain} announces ${facts.next?.id ?? ""}, the id of the policy that this deploy ` +
    `returns to, while the file is already the later one ("${previousPolicy(facts)?.mode ?? ""}"). A sender that ` +
    "fetched in between holds the later policy under this id and would not fetch again.",
  remedy: () =>
    "Raise policy.revision by one, so that the policy comes back with a new id; or finish the other deploy.",
};

export const maxAgeLowered: Rule = {
  input: "policy.maxAge",
  value: ({ next }) => String(next?.policy.maxAge),
  code: "max-age-lowered",
  decision: "advise",
  when: "max_age goes down in a policy that stays testing or enforce",
  summary: "Senders keep the copy that they hold for as long as it said.",
  rule: sources.maxAge,
  applies: (facts) => {
    const before = previousPolicy(facts);
    const stays = before !== undefined && before.mode === nextStage(facts) && before.mode !== "none";
    return stays && (facts.next?.policy.maxAge ?? 0) < before.maxAge;
  },
  reason: (facts) =>
    `max_age goes from ${spell(previousPolicy(facts)?.maxAge ?? 0)} to ${spell(facts.next?.policy.maxAge ?? 0)}.`,
  remedy: (facts) =>
    `A sender that does not come by keeps the older copy for up to ${spell(previousPolicy(facts)?.maxAge ?? 0)}: ` +
    "count with that in a removal.",
};

export const maxAgeShort: Rule = {
  input: "policy.maxAge",
  value: ({ next }) => String(next?.policy.maxAge),
  code: "max-age-short",
  decision: "advise",
  when: "max_age is under a day with enforce",
  summary: "Protection ends before most senders come back.",
  rule: sources.maxAge,
  applies: (facts) => willEnforce(facts) && (facts.next?.policy.maxAge ?? 0) < 86400,
  reason: (facts) =>
    `max_age is ${spell(facts.next?.policy.maxAge ?? 0)}: a sender forgets the policy before it writes again, and an ` +
    "attacker who hides the record wins.",
  remedy: () => "Use a week or more (604800 is the default) once the policy has proved itself.",
};

export const tlsRptRemoved: Rule = {
  input: "tlsReporting",
  value: () => "left out",
  code: "tls-rpt-removed",
  decision: "refuse",
  when: "TLS-RPT is taken away under a testing or enforce policy",
  summary: "Failures would go unseen.",
  rule: sources.reporting,
  applies: ({ next, tlsReporting }) => !tlsReporting && next !== undefined && next.policy.mode !== "none",
  reason: (facts) =>
    `Without _smtp._tls.${facts.domain} nobody reports the failures that the policy "${nextStage(facts)}" causes.`,
  remedy: () => 'Keep tlsReporting while a policy is published; wind down with `mode: "none"` first.',
};

export const liveUnreachable: Rule = {
  ...domainInput,
  code: "live-unreachable",
  decision: "advise",
  when: "the policy's resource is new, and what is live could not be read",
  summary: "Treated as no policy.",
  rule: sources.fetching,
  applies: ({ previous, next }) => next !== undefined && previous.from === "none" && previous.unreachable !== undefined,
  reason: ({ domain, previous }) =>
    `Whether ${domain} has a policy already could not be found out ` +
    `(${previous.from === "none" ? (previous.unreachable ?? "") : ""}); it is treated as having none.`,
  remedy: () => "If senders hold a policy of this domain, publish the same one here, so that nothing changes for them.",
};

export const adoptUnclear: Rule = {
  ...domainInput,
  code: "adopt-unclear",
  decision: "advise",
  when: "the policy's resource is new, and what is live is a record whose file is not a valid policy",
  summary:
    "Treated as no policy; but some senders read it, and meet it again under the new id until resolvers forget its host.",
  rule: sources.updates,
  applies: ({ previous, next, live: { policy } }) =>
    next !== undefined &&
    previous.from === "none" &&
    policy.state === "absent" &&
    policy.id !== undefined &&
    policy.id !== next.id,
  reason: ({ domain, live: { policy } }) =>
    `${domain} announces a policy, but what its host serves is none (${"why" in policy ? policy.why : ""}): it is treated ` +
    "as having none. A sender that reads such a file all the same may fetch it once more, under the new id.",
  remedy: () =>
    "After the TTL of the mta-sts address record raise policy.revision, so that such a sender fetches again.",
};

const adopts = (facts: TransitionFacts) =>
  facts.previous.from === "live" && facts.next !== undefined && !changesNothing(facts);
const adoptRemedy = (facts: TransitionFacts) => {
  const live = previousPolicy(facts);
  return (
    "Two deploys: adopt the live policy as it is (" +
    `mode: "${live?.mode ?? ""}", mx: [${(live?.mx ?? []).map((pattern) => `"${pattern}"`).join(", ")}], ` +
    `maxAge: ${live?.maxAge ?? 0}), and after the TTL of the mta-sts address record make the change.`
  );
};

export const adoptChanged: Rule = {
  input: "policy",
  value: (facts) => `"${nextStage(facts)}", unlike the live "${previousPolicy(facts)?.mode ?? ""}"`,
  code: "adopt-changed",
  decision: "refuse",
  when: "a live policy is adopted and changed in one deploy, and the next one enforces",
  summary: "The old host still serves the old file to some senders, under the new id.",
  rule: sources.updates,
  applies: (facts) => adopts(facts) && willEnforce(facts),
  reason: (facts) =>
    `${facts.domain} has a live policy that this stack does not hold yet, and this deploy changes it` +
    `${differences(facts)}. Until resolvers forget the old address, senders fetch the old file under the new id and ` +
    "would not fetch again.",
  remedy: adoptRemedy,
};

export const adoptChangedSoftly: Rule = {
  ...adoptChanged,
  code: "adopt-changed-softly",
  decision: "advise",
  when: "a live policy is adopted and changed in one deploy, and the next one does not enforce",
  summary: "As above, but no mail is at stake in the next policy.",
  applies: (facts) => adopts(facts) && !willEnforce(facts),
  remedy: (facts) =>
    wasEnforcing(facts)
      ? "After the TTL of the mta-sts address record, raise policy.revision, so that senders that met the old enforce " +
        "file under the new id fetch again. Change no MX record before."
      : adoptRemedy(facts),
};

function differences(facts: TransitionFacts): string {
  const { added, removed } = mxChange(previousPolicy(facts), facts.next?.policy);
  const parts = [
    ...(added.length > 0 ? [`adds ${listed(added)}`] : []),
    ...(removed.length > 0 ? [`drops ${listed(removed)}`] : []),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
