import type { ClassifiedGroup } from "./classify";
import { resultTypes } from "./resultTypes";

/** On whose side a failure is. */
export type Side = "ours" | "policy" | "policyHost" | "dane" | "theirs" | "elsewhere" | "unknown";

export interface SenderNumbers {
  organization: string;
  /** Sessions of this sender in this group, and altogether. */
  failed: number;
  sessions: number;
  reports: number;
}

/** A sender whose sessions succeed but for this share has a trouble of its own. */
const SCATTERED_SHARE = 0.05;

/** Whose side it is on, and what to do about it. */
export function advise(group: ClassifiedGroup, sender: SenderNumbers): { side: Side; remedy: string } {
  const host = group.mx ?? "your MX";
  switch (group.failureClass) {
    case "ours":
      return { side: "ours", remedy: `Before enforcing: ${remedyFor(group, host)}` };
    case "policyLacksHost":
      return {
        side: "policy",
        remedy:
          group.mx === undefined
            ? "Senders reach a host that no mx of the policy matches: compare the policy with the MX records (`mta-sts check`)."
            : `No mx of the policy matches ${group.mx}: add it to the policy, or take it out of the MX records.`,
      };
    case "policyHost":
    case "policyFetch":
      return { side: "policyHost", remedy: remedyFor(group, host) };
    case "dane":
      return {
        side: "dane",
        remedy: `URGENT, though no matter of MTA-STS, as such senders do not deliver now: ${remedyFor(group, host)}`,
      };
    case "elsewhere":
      return {
        side: "elsewhere",
        remedy: `${host} is neither in the policy nor a live MX: nothing to do for this domain.`,
      };
    case "validation":
    case "unknown":
      return scattered(group, sender);
  }
}

/** One sender failing now and then, while its other sessions succeed, says more about the sender. */
function scattered(group: ClassifiedGroup, sender: SenderNumbers): { side: Side; remedy: string } {
  const { organization, failed, sessions } = sender;
  const share = sessions === 0 ? 1 : failed / sessions;
  const numbers = `${failed} of ${sessions} sessions of ${organization} (${(share * 100).toFixed(1)} %)`;
  if (group.failureClass === "validation" && share <= SCATTERED_SHARE) {
    return {
      side: "theirs",
      remedy: `Most likely theirs: ${numbers} failed, the others succeeded. Nothing to do unless it grows.`,
    };
  }
  const what = group.resultType === "" ? "without a type" : `of type ${group.resultType}`;
  return {
    side: "unknown",
    remedy: `${numbers} failed ${what}: look at the reasons, and ${check(group.mx ?? "each MX")}`,
  };
}

/** The remedy that `mta-sts explain` gives too, for this host. */
function remedyFor({ resultType }: ClassifiedGroup, host: string): string {
  return resultTypes.get(resultType)?.remedy(host) ?? `Look at the reasons, and ${check(host)}`;
}

function check(host: string): string {
  return `probe ${host} with \`mta-sts check --smtp\`.`;
}
