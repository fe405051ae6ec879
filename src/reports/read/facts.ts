import type { FailureDetail, Report, ReportedPolicy } from "../parse/model";
import type { Provenance, Trust } from "../trust/trust";
import { type AppliedPolicy, PolicyReader } from "./appliedPolicy";
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

/** Groups kept apart per report; beyond, reasons and then hosts are folded together. */
const MOST_GROUPS = 200;
/** Of these few a list is searched faster than a map. */
const FEW = 16;
const TEXT_LENGTH = 200;
/** A host name has at most 253 characters, and what has more is none. */
const HOST_LENGTH = 255;

export function factsOf(report: Report, provenance: Provenance, trust: Trust): ReportFacts {
  const policies = new PolicyReader();
  let groups = 0;
  const entries = report.policies.map((policy) => {
    const entry = entryOf(policy, policies, groups);
    groups += entry.groups.length;
    return entry;
  });
  return {
    label: provenance.label,
    organization: intern(shortened(report.organization, TEXT_LENGTH)),
    contactDomain: report.contactDomain === undefined ? undefined : intern(report.contactDomain),
    reportId: report.reportId,
    start: report.start,
    end: report.end,
    trust,
    entries,
    disputed: false,
  };
}

function entryOf(policy: ReportedPolicy, policies: PolicyReader, groupsBefore: number): EntryFacts {
  let described = 0;
  for (const { sessions } of policy.details) described += sessions;
  return {
    type: policy.type,
    typeName: intern(policy.typeName),
    domain: policy.domain === undefined ? undefined : intern(policy.domain),
    policy: policy.type === "sts" ? policies.read(policy.policyStrings) : undefined,
    successes: policy.successes,
    failures: Math.max(policy.failures, described),
    unexplained: Math.max(0, policy.failures - described),
    groups: groupsOf(policy.details, groupsBefore),
  };
}

/** @param before Groups that other entries of the report have made. */
function groupsOf(details: readonly FailureDetail[], before: number): readonly FailureGroup[] {
  if (details.length === 0) return NO_GROUPS;
  const kinds: FailureKind[] = [];
  const sessions: number[] = [];
  let places: Map<FailureKind, number> | undefined;
  for (const detail of details) {
    if (detail.sessions === 0) continue;
    let at = indexAmongFew(kinds, detail);
    if (at === -1) {
      const kind = kindOf(detail, before + kinds.length);
      if (kinds.length > FEW) places ??= new Map(kinds.map((known, place) => [known, place]));
      at = places === undefined ? kinds.indexOf(kind) : (places.get(kind) ?? -1);
      if (at === -1) {
        at = kinds.length;
        kinds.push(kind);
        sessions.push(0);
        places?.set(kind, at);
      }
    }
    sessions[at]! += detail.sessions;
  }
  return kinds.map((kind, at) => failureGroup(kind, sessions[at]!));
}

function indexAmongFew(kinds: readonly FailureKind[], { resultType, receivingMx, reasonCode }: FailureDetail): number {
  const few = kinds.length < FEW ? kinds.length : FEW;
  for (let at = 0; at < few; at++) {
    const kind = kinds[at]!;
    if (kind.mx === receivingMx && kind.resultType === resultType && kind.reason === reasonCode) return at;
  }
  return -1;
}

/** Folded together where a report tells very many apart. */
function kindOf({ resultType, receivingMx, reasonCode }: FailureDetail, groups: number): FailureKind {
  const type = shortened(resultType, TEXT_LENGTH);
  const mx = receivingMx === undefined ? undefined : shortened(receivingMx, HOST_LENGTH);
  if (groups < MOST_GROUPS) {
    return failureKind(type, mx, reasonCode === undefined ? undefined : shortened(reasonCode, TEXT_LENGTH));
  }
  // Without a host a failure counts as ours, so folding can only make the verdict stricter.
  if (groups < 2 * MOST_GROUPS) return failureKind(type, mx, undefined);
  return failureKind(groups < 3 * MOST_GROUPS ? type : "", undefined, undefined);
}

/** A copy of the beginning: a part of a long text would keep all of it in memory. */
function shortened(text: string, length: number): string {
  return text.length <= length ? text : Buffer.from(text.slice(0, length), "utf16le").toString("utf16le");
}

/** The one list for the many entries without failures. */
export const NO_GROUPS: readonly FailureGroup[] = Object.freeze([]);
