import { isCovered } from "../../protocol";
import type { EntryFacts } from "../read/facts";
import type { FailureGroup } from "../read/failureGroup";

/** What our side looks like: failures are judged against it. */
export interface OurSide {
  /** The patterns of the policy that is to be enforced, in normal form. */
  patterns: readonly string[];
  /** The hosts of the live MX set; undefined where it is not known. */
  liveMx: readonly string[] | undefined;
}

/**
 * What a failure is about:
 * - `ours`: the certificate or STARTTLS of our MX;
 * - `policyLacksHost`: mail goes to a host that no pattern matches;
 * - `policyHost`: the policy itself is invalid, or its host's certificate is;
 * - `policyFetch`: the policy could not be fetched;
 * - `validation`: `validation-failure` for another reason;
 * - `dane`: TLSA or DNSSEC, which MTA-STS has no part in;
 * - `elsewhere`: a host that is neither in the policy nor a live MX;
 * - `unknown`: a type that is not known, or none given. Counts like `ours`, because nothing says it is not.
 */
export type FailureClass =
  "ours" | "policyLacksHost" | "policyHost" | "policyFetch" | "validation" | "dane" | "elsewhere" | "unknown";

const DANE = new Set(["tlsa-invalid", "dnssec-invalid", "dane-required"]);
const POLICY_HOST = new Set(["sts-policy-invalid", "sts-webpki-invalid"]);
const OUR_MX = new Set([
  "starttls-not-supported",
  "certificate-host-mismatch",
  "certificate-expired",
  "certificate-not-trusted",
]);
/** Microsoft: `MX_HOSTS_MISMATCH`, without a receiving host. */
const MX_MISMATCH = /\bmx[\s_-]*(?:hosts?)?[\s_-]*mismatch/i;

/** Classifies one group of failures (RFC 8460 §4.3). */
export function classify(
  group: Pick<FailureGroup, "resultType" | "mx" | "reason">,
  side: OurSide | undefined,
): FailureClass {
  const { resultType, mx, reason } = group;
  if (DANE.has(resultType)) return "dane";
  if (POLICY_HOST.has(resultType)) return "policyHost";
  if (resultType === "sts-policy-fetch-error") return "policyFetch";
  // Without our side, every host is taken for ours.
  if (side !== undefined && mx !== undefined && isHostName(mx) && !isCovered(mx, side.patterns)) {
    // Only what is known not to be ours is set aside.
    return side.liveMx === undefined || side.liveMx.includes(mx) ? "policyLacksHost" : "elsewhere";
  }
  if (OUR_MX.has(resultType)) return "ours";
  if (resultType !== "validation-failure") return "unknown";
  return reason !== undefined && MX_MISMATCH.test(reason) ? "policyLacksHost" : "validation";
}

/** An address, a comment or a dash names no host, and so ties a failure to none. */
function isHostName(text: string): boolean {
  return /^(?=.{1,253}$)(?:[a-z0-9_-]{1,63}\.)+(?!\d+$)[a-z0-9-]{1,63}$/.test(text);
}

/** A group with its class; failures that no detail describes are a group without type and host. */
export interface ClassifiedGroup extends FailureGroup {
  readonly failureClass: FailureClass;
  /** The same text for the same type, host and class. */
  readonly key: string;
}

/** All failures of an entry. Details may overlap and sum to more than the total, or to less. */
export type Classifier = (entry: EntryFacts) => readonly ClassifiedGroup[];

/** A classifier for our side. Thousands of reports share their groups, and so each is classified once. */
export function classifierFor(side: OurSide | undefined): Classifier {
  const known = new Map<FailureGroup, ClassifiedGroup>();
  const classified = (group: FailureGroup): ClassifiedGroup => {
    const same = known.get(group);
    if (same !== undefined) return same;
    const made = withClass(group, classify(group, side));
    known.set(group, made);
    return made;
  };
  return (entry) => {
    const groups = entry.groups.map(classified);
    if (entry.unexplained > 0) groups.push(unexplained(entry));
    return groups;
  };
}

/** A group as the triage and the verdict see it. */
export function withClass(group: FailureGroup, failureClass: FailureClass): ClassifiedGroup {
  const { resultType, mx, reason, sessions } = group;
  return {
    resultType,
    mx,
    reason,
    sessions,
    failureClass,
    key: JSON.stringify([resultType, mx ?? null, failureClass]),
  };
}

function unexplained({ unexplained: sessions, type }: EntryFacts): ClassifiedGroup {
  return withClass(
    { resultType: "", mx: undefined, reason: undefined, sessions },
    type === "tlsa" ? "dane" : "unknown",
  );
}
