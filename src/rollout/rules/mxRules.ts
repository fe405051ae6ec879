import {
  changesNothing,
  listed,
  newlyUncovered,
  previousPolicy,
  removedPatterns,
  spell,
  uncovered,
  wasEnforcing,
  willEnforce,
} from "../changes";
import { mxMatches } from "../../protocol";
import type { TransitionFacts } from "../facts";
import type { Rule } from "../finding";
import { sources } from "./sources";

/** What is live decides what a policy may say about MX hosts, under enforce above all. */

export const mxInput: Pick<Rule, "input" | "value"> = {
  input: "policy.mx",
  value: ({ next }) => `[${(next?.policy.mx ?? []).map((pattern) => `"${pattern}"`).join(", ")}]`,
};

const judgesMail = ({ next }: TransitionFacts) => next !== undefined && next.policy.mode !== "none";
export const touchesEnforce = (facts: TransitionFacts) => willEnforce(facts) && !changesNothing(facts);
/** The two moments at which not knowing the live MX set can lose mail. */
const needsLiveMx = (facts: TransitionFacts) =>
  touchesEnforce(facts) && (!wasEnforcing(facts) || removedPatterns(facts).length > 0);

export const mxStillNeeded: Rule = {
  ...mxInput,
  code: "mx-still-needed",
  decision: "refuse",
  when: "under enforce, a pattern goes while a live MX host still needs it",
  summary: "Mail for that host would stop.",
  rule: sources.matching,
  applies: (facts) => touchesEnforce(facts) && newlyUncovered(facts).length > 0,
  reason: (facts) =>
    `${subject(facts, newlyUncovered(facts))}, and without ${listed(neededPatterns(facts))} no pattern covers ` +
    `${newlyUncovered(facts).length === 1 ? "it" : "them"}.`,
  remedy: (facts) =>
    facts.live.mx.kind === "implicit"
      ? `Publish MX records first, and keep ${facts.domain} in policy.mx until resolvers know them.`
      : `Two deploys: first take ${listed(newlyUncovered(facts))} out of the MX records and keep ` +
        `${listed(neededPatterns(facts))} in policy.mx; after the MX records' TTL${ttlOf(facts)} drop it from policy.mx.`,
};

export const mxUncoveredEnforced: Rule = {
  ...mxInput,
  code: "mx-uncovered-enforced",
  decision: "refuse",
  when: "under enforce, a live MX host matches no pattern, before and after",
  summary: "Mail for that host is held back already, or would be.",
  rule: sources.matching,
  applies: (facts) => touchesEnforce(facts) && others(facts).length > 0,
  reason: (facts) => `${uncoveredSentence(facts, others(facts))}.`,
  remedy: (facts) => `Add ${listed(others(facts))} to policy.mx, or take it out of the MX records first.`,
};

export const mxUncovered: Rule = {
  ...mxInput,
  code: "mx-uncovered",
  decision: "advise",
  when: "a live MX host matches no pattern, under testing, or under an enforce policy that this deploy leaves as it is",
  summary: "A loud warning: under enforce, mail for that host is being held back.",
  rule: sources.matching,
  applies: (facts) => judgesMail(facts) && !touchesEnforce(facts) && uncovered(facts).length > 0,
  reason: (facts) =>
    `${uncoveredSentence(facts, uncovered(facts))}: ` +
    (willEnforce(facts) ? "senders hold mail for it back now." : "under enforce, senders would hold mail for it back."),
  remedy: (facts) => `Add ${listed(uncovered(facts))} to policy.mx, or take it out of the MX records.`,
};

export const mxNull: Rule = {
  ...mxInput,
  code: "mx-null",
  decision: "refuse",
  when: "the domain has a null MX, and testing or enforce begins or changes",
  summary: "A domain that takes no mail has no host to list.",
  rule: sources.nullMx,
  // A step back from enforce is never refused, wrong as the next policy may be.
  applies: (facts) =>
    facts.live.mx.kind === "null" &&
    judgesMail(facts) &&
    !changesNothing(facts) &&
    (willEnforce(facts) || !wasEnforcing(facts)),
  reason: ({ domain }) => `${domain} has a null MX ("0 ."): it takes no mail, so no policy can be right.`,
  remedy: (facts) =>
    previousPolicy(facts) === undefined
      ? "Publish the MX records first, or leave `policy` out."
      : 'Publish the MX records first, or wind the policy down: `mode: "none"`.',
};

export const mxUnknownRefused: Rule = {
  ...mxInput,
  code: "mx-unknown-refused",
  decision: "refuse",
  when: "the live MX set could not be looked up, and enforce begins or a pattern of an enforce policy goes",
  summary: "These two steps are safe only if the live MX set is known.",
  rule: sources.matching,
  applies: (facts) => needsLiveMx(facts) && isUnknown(facts),
  reason: (facts) =>
    `The live MX hosts of ${facts.domain} could not be looked up (${failure(facts)}), and this deploy ` +
    (wasEnforcing(facts) ? `drops ${listed(removedPatterns(facts))} under enforce.` : "begins to enforce."),
  remedy: () =>
    "Deploy from where the domain's authoritative servers can be asked, or name a server that can: rollout.resolver.",
};

export const mxUnknown: Rule = {
  ...mxInput,
  code: "mx-unknown",
  decision: "advise",
  when: "the live MX set could not be looked up, in any other step with a policy",
  summary: "A warning: coverage is not checked.",
  rule: sources.matching,
  applies: (facts) => judgesMail(facts) && !needsLiveMx(facts) && isUnknown(facts),
  reason: (facts) =>
    `The live MX hosts of ${facts.domain} could not be looked up (${failure(facts)}): whether the policy covers them ` +
    "is not known.",
  remedy: () => "If only another server knows this domain, name it in rollout.resolver.",
};

export const mxNotAsked: Rule = {
  input: "rollout.checkLiveMx",
  value: () => "false",
  code: "mx-not-checked",
  decision: "advise",
  when: "`rollout.checkLiveMx: false`, and enforce begins or a pattern of an enforce policy goes",
  summary: "The user answers for the MX set.",
  rule: sources.matching,
  applies: (facts) => needsLiveMx(facts) && facts.live.mx.kind === "notAsked",
  reason: (facts) =>
    `The live MX hosts of ${facts.domain} are not looked up, and this deploy ` +
    (wasEnforcing(facts) ? `drops ${listed(removedPatterns(facts))} under enforce.` : "begins to enforce."),
  remedy: () => "Take `checkLiveMx: false` out for this deploy, or see to it that every MX host matches the policy.",
};

/** The patterns that go, as far as a live host needs them. */
function neededPatterns(facts: TransitionFacts): string[] {
  const hosts = newlyUncovered(facts);
  return removedPatterns(facts).filter((pattern) => hosts.some((host) => mxMatches(pattern, host)));
}

function others(facts: TransitionFacts): string[] {
  const cutOff = newlyUncovered(facts);
  return uncovered(facts).filter((host) => !cutOff.includes(host));
}

function isUnknown({ live: { mx } }: TransitionFacts): boolean {
  return mx.kind === "failed" || mx.kind === "absent";
}

function failure({ live: { mx } }: TransitionFacts): string {
  return "reason" in mx ? mx.reason : "";
}

function ttlOf({ live: { mx } }: TransitionFacts): string {
  const ttl = "hosts" in mx ? Math.max(0, ...mx.hosts.map((host) => host.ttl)) : 0;
  return ttl === 0 ? "" : ` (${spell(ttl)})`;
}

function subject({ domain, live: { mx } }: TransitionFacts, hosts: readonly string[]): string {
  if (mx.kind === "implicit") return `${domain} has no MX record and so is its own mail host (RFC 5321 §5.1)`;
  return `${listed(hosts)} ${hosts.length === 1 ? "is a live MX host" : "are live MX hosts"} of ${domain}`;
}

function uncoveredSentence(facts: TransitionFacts, hosts: readonly string[]): string {
  return `${subject(facts, hosts)}, and no pattern of the policy covers ${hosts.length === 1 ? "it" : "them"}`;
}
