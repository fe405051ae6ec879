import type { Report, ReportedPolicy } from "../parse/model";
import type { Provenance, Trust } from "../trust/trust";
import { type AppliedPolicy, PolicyReader } from "./appliedPolicy";
import type { FailureGroup } from "./failureGroup";
import { intern } from "./intern";
import { shortened, TEXT_LENGTH } from "./shortened";

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

/** A report as it is read: its failures are summed up already. */
export type GroupedReport = Report<readonly FailureGroup[]>;

export function factsOf(report: GroupedReport, provenance: Provenance, trust: Trust): ReportFacts {
  const policies = new PolicyReader();
  return {
    label: provenance.label,
    organization: intern(shortened(report.organization, TEXT_LENGTH)),
    contactDomain: report.contactDomain === undefined ? undefined : intern(report.contactDomain),
    reportId: report.reportId,
    start: report.start,
    end: report.end,
    trust,
    entries: report.policies.map((policy) => entryOf(policy, policies)),
    disputed: false,
  };
}

function entryOf(policy: ReportedPolicy<readonly FailureGroup[]>, policies: PolicyReader): EntryFacts {
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
    groups: policy.details,
  };
}
