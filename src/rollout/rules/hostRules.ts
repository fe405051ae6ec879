import { keepsPolicy, listed } from "../changes";
import type { PolicyHost, TransitionFacts } from "../facts";
import type { Rule } from "../finding";
import { sources } from "./sources";

/** Moving a policy from one host to another: two deploys, the policy unchanged, both hosts there in between. */

const steps =
  "Two deploys: in the first declare both hosts (cloudfront: {} and cloudflareWorker: { accountId, route: true }) and let " +
  "policyHost name the new one, the policy unchanged; after the TTL of the address record drop the old host.";

const moves = ({ host }: TransitionFacts) => host !== undefined && host.previous.address !== host.next.address;

const hostInput: Pick<Rule, "input" | "value"> = {
  input: "cloudfront, cloudflareWorker",
  value: ({ host }) => listed(host?.next.declared ?? []),
};

const hostDropped: Rule = {
  ...hostInput,
  code: "host-dropped",
  decision: "refuse",
  when: "the address moves to another host, and the old host goes in the same deploy",
  summary: "Resolvers still give senders the old address, where nobody answers.",
  rule: sources.fetching,
  applies: (facts) =>
    moves(facts) && facts.host !== undefined && !facts.host.next.declared.includes(facts.host.previous.address),
  reason: ({ domain, host }) =>
    `The policy of ${domain} moves from ${named(host?.previous.address)} to ${named(host?.next.address)}, and this ` +
    "deploy deletes the old host while resolvers still give senders its address.",
  remedy: () => steps,
};

const hostDroppedEarly: Rule = {
  ...hostInput,
  code: "host-dropped-early",
  decision: "refuse",
  when: "the old host goes before resolvers have forgotten its address",
  summary: "Resolvers still give senders the old address, where nobody would answer.",
  rule: sources.fetching,
  applies: ({ host }) =>
    host?.oldAddressUntil !== undefined && host.previous.declared.some((old) => !host.next.declared.includes(old)),
  reason: ({ domain, host }) =>
    `The address of ${domain}'s policy led to ${named(left(host))} until a moment ago: resolvers may give it until ` +
    `${host?.oldAddressUntil ?? ""}, and this deploy deletes the host behind it.`,
  remedy: ({ host }) => `Deploy again after ${host?.oldAddressUntil ?? ""}.`,
};

const hostMovedWithPolicy: Rule = {
  ...hostInput,
  code: "host-moved-with-policy",
  decision: "refuse",
  when: "the address moves to another host, and the policy changes in the same deploy",
  summary: "The old host still serves its file to some senders, under the new id.",
  rule: sources.updates,
  applies: (facts) => moves(facts) && facts.previous.from !== "none" && !keepsPolicy(facts),
  reason: ({ domain }) =>
    `The policy of ${domain} changes while its address moves to another host. Until resolvers forget the old address, ` +
    "a sender may fetch the old file under the new id, and would not fetch again.",
  remedy: () => `${steps} Change the policy before or after.`,
};

/** Judged on every step, and where the address changes alone. */
export const hostRules: readonly Rule[] = [hostDropped, hostDroppedEarly, hostMovedWithPolicy];

const names: Record<PolicyHost, string> = { cloudfront: "CloudFront", cloudflareWorker: "the Cloudflare Worker" };

function named(host: PolicyHost | undefined): string {
  return host === undefined ? "" : names[host];
}

function left(host: TransitionFacts["host"]): PolicyHost | undefined {
  return host?.previous.declared.find((old) => !host.next.declared.includes(old));
}
