import { isDerivedId, MAX_AGE_LIMIT, samePolicy, type Policy } from "../../protocol";
import { listed, txtIds } from "../changes";
import type { TransitionFacts } from "../facts";
import type { Rule } from "../finding";
import { delegatedElsewhere } from "../nameServers";
import { datedBack, datesBack, hasExpired, publishedOn } from "../retirement";
import { sources } from "./sources";

/**
 * What must hold in every run, also where no resource changes and no hook runs: by what is live alone, for a program does
 * not see its state.
 */

/** A record that leaves the program is deleted without a hook, so that only what stays can tell that it should not. */
const zoneDropped: Rule = {
  input: "route53, cloudflare",
  value: ({ zones }) => `a zone at ${listed(zones?.own ?? [])}`,
  code: "zone-dropped",
  decision: "refuse",
  when: "a record of this library is live, the domain is delegated to the other DNS service, and none of the program's zones is there",
  summary: "The live records would be deleted, or go stale, while senders still ask for them.",
  rule: sources.updates,
  applies: (facts) => facts.next !== undefined && isElsewhere(facts) && announcesOurs(facts),
  reason: ({ domain, zones }) =>
    `${domain} is delegated to ${listed(zones?.delegated ?? [])}, and _mta-sts.${domain} is live there with an id of ` +
    "this library; no zone of this program is. If an earlier deploy kept the records there too, this one deletes them " +
    "while senders still ask for them; otherwise what it writes is seen by nobody.",
  remedy: () =>
    "Declare both zones (route53 and cloudflare) until the delegation has moved and its TTL has passed, then drop the " +
    "old one.",
};

/** Without a record of ours nothing tells a zone that was dropped from one that is only prepared. */
const zoneNotAsked: Rule = {
  ...zoneDropped,
  code: "zone-not-asked",
  decision: "advise",
  when: "MX records are declared, the domain is delegated to the other DNS service, and nothing there shows whose records they are",
  summary: "Prepared in time, or dropped too early: then the live MX records go.",
  rule: sources.mailHosts,
  applies: (facts) =>
    facts.declaresMx === true && isElsewhere(facts) && !(facts.next !== undefined && announcesOurs(facts)),
  reason: ({ domain, zones }) =>
    `${domain} is delegated to ${listed(zones?.delegated ?? [])}, and no zone of this program is there, so that nobody asks ` +
    "for its MX records. If an earlier deploy kept the records there too, this one deletes them, and mail for the domain " +
    "stops.",
};

function isElsewhere({ zones }: TransitionFacts): boolean {
  return zones !== undefined && delegatedElsewhere(zones.own, zones.delegated);
}

function announcesOurs({ live: { policy } }: TransitionFacts): boolean {
  return txtIds(policy).some(isDerivedId);
}

/** The state may not know: a deploy whose answer was lost leaves it as it was, and a revert then sees nothing to do. */
const idServesAnotherPolicy: Rule = {
  input: "policy.maxAge",
  value: ({ next }) => String(next?.policy.maxAge),
  code: "id-serves-another-policy",
  decision: "refuse",
  when: "the live TXT record has the program's id, but the host serves another valid policy",
  summary: "Senders that fetch it hold another policy under this id, and would not fetch again.",
  rule: sources.id,
  applies: ({ next, live: { policy } }) =>
    next !== undefined &&
    policy.state === "published" &&
    policy.id === next.id &&
    !samePolicy(policy.policy, next.policy),
  reason: ({ domain, next, live: { policy } }) =>
    `_mta-sts.${domain} announces ${next?.id ?? ""}, the id of this program's policy, but mta-sts.${domain} serves ` +
    `another one${next !== undefined && policy.state === "published" ? ` (${contrast(policy.policy, next.policy)})` : ""}: ` +
    "an earlier deploy ended half-way, or somebody wrote the file. A sender that fetched meanwhile holds that policy " +
    "under this id and would not fetch again.",
  remedy: ({ next }) =>
    "Finish the deploy that wrote it. Or come back under another id: change policy.maxAge, if only by a second " +
    `(${beside(next?.policy.maxAge ?? 0)}), so that the file is written again, whatever the state says of it. ` +
    "policy.revision alone changes the id and not the file.",
};

/** Judged in the step to none too, by what the state knows; here for a date that is added or changed later. */
const retireBeforeNone: Rule = {
  input: "rollout.retire.after",
  value: ({ retire }) => JSON.stringify(retire?.after),
  code: "retire-before-none",
  decision: "refuse",
  when: "mode `none`, and `rollout.retire.after` comes before the day on which the live `none` was published (`Last-Modified`)",
  summary: "The date of an earlier winding down: senders hold what was served since.",
  rule: sources.removal,
  applies: (facts) => facts.next?.policy.mode === "none" && hasExpired(facts.retire, facts.today) && datesBack(facts),
  reason: datedBack,
  remedy: ({ live: { policy } }) =>
    `Use the date that the deploy of "none" printed, which is not before ${publishedOn(policy) ?? ""}; until it has ` +
    "passed, leave rollout.retire out. Only if the same file was merely written again on that day (a lost one put " +
    "back), override.",
};

/** Judged in every run. */
export const standingRules: readonly Rule[] = [zoneDropped, zoneNotAsked, idServesAnotherPolicy, retireBeforeNone];

/** In what one policy differs from another, the most telling first. */
function contrast(served: Policy, meant: Policy): string {
  if (served.mode !== meant.mode) return `mode ${served.mode} instead of ${meant.mode}`;
  if (served.mx.join() !== meant.mx.join()) return `mx ${listed(served.mx)} instead of ${listed(meant.mx)}`;
  return `max_age ${served.maxAge} instead of ${meant.maxAge}`;
}

function beside(maxAge: number): number {
  return maxAge < MAX_AGE_LIMIT ? maxAge + 1 : maxAge - 1;
}
