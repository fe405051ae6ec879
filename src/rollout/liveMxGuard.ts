import { mxCoverage, type MxCoverage } from "../net/mxCoverage";
import { isCovered, type MtaStsMode } from "../protocol";
import { listed } from "./changes";
import type { MxFacts } from "./facts";

/**
 * What every preview says of the live MX set, whether or not the policy changes (an unchanged resource runs no hook, so
 * the transition rules are silent then). Warnings only: refusing belongs to the rules of a step.
 *
 * @returns One sentence a warning; none where every host is covered or the mode asks nothing of hosts.
 */
export function judgeLiveMx(
  domain: string,
  policy: { mode: MtaStsMode; mx: readonly string[] },
  mx: MxFacts,
): string[] {
  const coverage = mxCoverage(policy, mx);
  switch (coverage.state) {
    case "nothingToCover":
    case "covered":
      return [];
    case "absent":
    case "unknown":
      return [
        `${domain}: the live MX hosts could not be looked up (${coverage.reason}); coverage by the policy is not known.`,
      ];
    case "nullMx":
      return [
        `${domain}: a null MX is live, so the domain takes no mail (RFC 7505 §3), yet a policy is published for it.`,
      ];
    case "uncovered":
      return [uncoveredWarning(domain, policy, coverage)];
  }
}

function uncoveredWarning(
  domain: string,
  { mode, mx: patterns }: { mode: MtaStsMode; mx: readonly string[] },
  { hosts, implicit }: Extract<MxCoverage, { state: "uncovered" }>,
): string {
  const what = implicit
    ? "has no MX record, so it is its own mail host (RFC 5321 §5.1)"
    : `has live MX ${hosts.length === 1 ? "host" : "hosts"} ${listed(hosts)}`;
  const effect =
    mode === "enforce"
      ? "MAIL IS BEING HELD BACK: senders under enforce do not deliver to a host that matches no pattern"
      : "under enforce, senders would not deliver to a host that matches no pattern";
  return (
    `${domain} ${what}, but the policy covers only ${listed(patterns)}: ${effect} (RFC 8461 §4.1). ` +
    "Add it to policy.mx, or take it out of the MX records."
  );
}

/**
 * The policy that senders may still follow when MX records change. Undefined: there was none. "unknown": the policy file
 * does not change in this deploy, so that nothing tells what it said before, and an earlier one may have stopped half-way.
 */
export type HeldPolicy = { mode: MtaStsMode; mx: readonly string[] } | "unknown" | undefined;

/**
 * How long to wait, in seconds, between the new policy's TXT record and MX hosts that come: until no resolver gives the
 * old id any more (RFC 8461 §8.1). Only for hosts that an enforced policy of before does not cover; where that policy is
 * unknown, for all that are new.
 *
 * @param before Hosts that get mail already: those of the record as it was, and the live ones.
 */
export function waitBeforeMx(
  hosts: readonly string[],
  previous: HeldPolicy,
  oldTxtTtl: number,
  before: readonly string[] = [],
): { seconds: number; why?: string } {
  if (previous === undefined || (previous !== "unknown" && previous.mode !== "enforce")) return { seconds: 0 };
  const named = previous === "unknown" ? [] : previous.mx;
  const fresh = hosts.filter((host) => !before.includes(host) && !isCovered(host, named));
  if (fresh.length === 0) return { seconds: 0 };
  const [become, them] = fresh.length === 1 ? ["becomes an MX host", "it"] : ["become MX hosts", "them"];
  const reason =
    previous === "unknown"
      ? "the policy file does not change in this deploy, and an earlier one that changed it may just have stopped"
      : `the policy that senders may follow until then does not name ${them}`;
  return {
    seconds: oldTxtTtl,
    why: `${listed(fresh)} ${become} once the TTL of the old _mta-sts record has passed (RFC 8461 §8.1): ${reason}`,
  };
}
