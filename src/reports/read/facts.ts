import type { FailureDetail, Report, ReportedPolicy } from "../parse/model";
import type { Provenance, Trust } from "../trust/trust";
import { type AppliedPolicy, appliedPolicy } from "./appliedPolicy";
import { type FailureGroup, failureGroup, type FailureKind, failureKind } from "./failureGroup";
import { intern } from "./intern";

/** What is kept of a report: everything the summary and the verdict need, small enough for a hundred thousand. */
export interface ReportFacts {
  /** Where it was read, for people. */
  label: string;
  /** Free text: display only. */
  organization: string;
  contactDomain: string | undefined;
  reportId: string;
  /** Milliseconds since 1970, UTC. */
  start: number;
  end: number;
  trust: Trust;
  entries: EntryFacts[];
  /** Another report of the same identity and id says something else: its successes do not count, its failures do. */
  disputed: boolean;
}

/** One entry of `policies[]`. Entries are never summed: Microsoft reports the same sessions under sts and tlsa. */
export interface EntryFacts {
  type: ReportedPolicy["type"];
  typeName: string;
  domain: string | undefined;
  /** The policy that the sender applied; undefined where it gave none that can be read. */
  policy: AppliedPolicy | undefined;
  successes: number;
  /** The larger of the reported total and the sum of the details. */
  failures: number;
  /** Failures that no detail describes. */
  unexplained: number;
  groups: readonly FailureGroup[];
}

/** Groups kept apart per entry; beyond, reasons and then hosts are folded together. */
const MOST_GROUPS = 200;
const REASON_LENGTH = 200;

export function factsOf(report: Report, provenance: Provenance, trust: Trust): ReportFacts {
  return {
    label: provenance.label,
    organization: intern(report.organization.slice(0, 200)),
    contactDomain: report.contactDomain === undefined ? undefined : intern(report.contactDomain),
    reportId: report.reportId,
    start: report.start,
    end: report.end,
    trust,
    entries: report.policies.map(entryOf),
    disputed: false,
  };
}

function entryOf(policy: ReportedPolicy): EntryFacts {
  let described = 0;
  for (const { sessions } of policy.details) described += sessions;
  return {
    type: policy.type,
    typeName: intern(policy.typeName),
    domain: policy.domain === undefined ? undefined : intern(policy.domain),
    policy: policy.type === "sts" ? appliedPolicy(policy.policyStrings) : undefined,
    successes: policy.successes,
    failures: Math.max(policy.failures, described),
    unexplained: Math.max(0, policy.failures - described),
    groups: groupsOf(policy.details),
  };
}

function groupsOf(details: readonly FailureDetail[]): readonly FailureGroup[] {
  if (details.length === 0) return NO_GROUPS;
  const kinds: FailureKind[] = [];
  const sessions: number[] = [];
  for (const detail of details) {
    if (detail.sessions === 0) continue;
    const at = indexOfSame(kinds, detail);
    if (at === -1) {
      const kind = kindOf(detail, kinds.length);
      kinds.push(kind);
      sessions.push(detail.sessions);
    } else {
      sessions[at] = sessions[at]! + detail.sessions;
    }
  }
  return kinds.map((kind, at) => failureGroup(kind, sessions[at]!));
}

function indexOfSame(kinds: readonly FailureKind[], detail: FailureDetail): number {
  const { resultType, receivingMx, reasonCode } = detail;
  for (let at = 0; at < kinds.length; at++) {
    const kind = kinds[at]!;
    if (kind.mx === receivingMx && kind.resultType === resultType && kind.reason === reasonCode) return at;
  }
  return -1;
}

/** Folded together where a report tells very many apart. */
function kindOf({ resultType, receivingMx, reasonCode }: FailureDetail, groups: number): FailureKind {
  if (groups < MOST_GROUPS) {
    return failureKind(resultType, receivingMx, reasonCode?.slice(0, REASON_LENGTH));
  }
  // Without a host a failure counts as ours, so folding can only make the verdict stricter.
  if (groups < 2 * MOST_GROUPS) return failureKind(resultType, receivingMx, undefined);
  return failureKind(groups < 3 * MOST_GROUPS ? resultType : "", undefined, undefined);
}

/** The one list for the many entries without failures. */
export const NO_GROUPS: readonly FailureGroup[] = Object.freeze([]);
