import { listed, newlyUncovered, previousPolicy, spell, wasEnforcing } from "../changes";
import type { TransitionFacts } from "../facts";
import type { Rule } from "../finding";
import { droppedPatterns, longestMxWait, oldMxSeconds } from "../mxDrop";
import { isOverridden, overrideSnippet } from "../override";
import { mxInput, touchesEnforce } from "./mxRules";
import { sources } from "./sources";

/** A pattern of an enforce policy goes that no live MX host needs: resolvers may still give senders the old MX records. */

const dropped = (facts: TransitionFacts) => droppedPatterns(previousPolicy(facts), facts.next?.policy);
const seconds = ({ live: { mx } }: TransitionFacts) => oldMxSeconds(mx);
const drops = (facts: TransitionFacts) =>
  touchesEnforce(facts) &&
  wasEnforcing(facts) &&
  "hosts" in facts.live.mx &&
  dropped(facts).length > 0 &&
  newlyUncovered(facts).length === 0;
const goes = (facts: TransitionFacts) => {
  const [go, them] = dropped(facts).length === 1 ? ["goes", "it"] : ["go", "them"];
  return (
    `${listed(dropped(facts))} ${go} from the enforce policy of ${facts.domain}. No live MX host needs ${them}, but for ` +
    `up to ${spell(seconds(facts))} resolvers may still give senders the MX records of before`
  );
};

export const mxDropped: Rule = {
  ...mxInput,
  code: "mx-dropped",
  decision: "advise",
  when: "under enforce, a pattern goes that no live MX host needs, and the TTL of the live MX records is an hour or less",
  summary:
    "Resolvers may still give senders the old MX records: the update waits for that TTL before the file changes.",
  rule: sources.updates,
  // An override is the user's word that the records changed longer ago.
  applies: (facts) => drops(facts) && seconds(facts) <= longestMxWait && !isOverridden(facts),
  reason: (facts) => `${goes(facts)}: the update waits for that long before it changes the policy.`,
  remedy: ({ next }) => `If they changed longer ago, this skips the wait: ${overrideSnippet(next?.id ?? "")}.`,
};

export const mxDroppedLongTtl: Rule = {
  ...mxInput,
  code: "mx-dropped-long-ttl",
  decision: "refuse",
  when: "the same, and the TTL of the live MX records is more than an hour",
  summary: "Resolvers may still give senders the old MX records, for longer than a deploy can wait.",
  rule: sources.updates,
  applies: (facts) => drops(facts) && seconds(facts) > longestMxWait,
  reason: (facts) => `${goes(facts)}, and a deploy waits for ${spell(longestMxWait)} at most.`,
  remedy: (facts) =>
    `Once the MX records have stayed as they are for ${spell(seconds(facts))}, let this one policy pass by the override ` +
    `below. Or lower their TTL to ${spell(longestMxWait)} or less, and deploy ${spell(seconds(facts))} later: ` +
    "then the update waits by itself.",
};

/** For how many seconds an update waits before it changes the policy's file. */
export function waitBeforeDrop(facts: TransitionFacts): number {
  return mxDropped.applies(facts) ? seconds(facts) : 0;
}
