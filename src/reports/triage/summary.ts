import type { ReadProblem, ReportSet } from "../read/collector";
import type { ReportFacts } from "../read/facts";
import { triage, type TriageGroup } from "./triage";
import type { OurSide } from "./classify";

/** Sessions and reports of one day, organization or policy domain. */
export interface SummaryRow {
  /** `2026-03-01`, an identity, a host. */
  name: string;
  reports: number;
  successes: number;
  failures: number;
}

export interface OrganizationRow extends SummaryRow {
  /** The free texts that this identity goes by. */
  names: string[];
  evidence: boolean;
}

/** Failures at one receiving MX; successes are per policy, never per MX, so there are none here. */
export interface MxRow {
  /** Undefined: reports that name no host. */
  mx: string | undefined;
  failures: number;
  resultTypes: { resultType: string; failures: number }[];
}

/** Everything the `reports` command shows. */
export interface Summary {
  domain: string | undefined;
  total: Omit<SummaryRow, "name">;
  days: SummaryRow[];
  organizations: OrganizationRow[];
  mx: MxRow[];
  triage: TriageGroup[];
  problems: readonly ReadProblem[];
  counts: ReportSet["counts"];
  deviations: { deviation: string; reports: number }[];
}

/** What a report adds to the sums: its largest entry, for the entries of one report may tell of the same sessions. */
export function sessionsOf({ entries }: ReportFacts): { successes: number; failures: number } {
  let successes = 0;
  let failures = 0;
  for (const entry of entries) {
    successes = Math.max(successes, entry.successes);
    failures = Math.max(failures, entry.failures);
  }
  return { successes, failures };
}

/** Sums reports up for people. Reports of several domains are told apart before: see `readReports`' `domain`. */
export function summarize(set: ReportSet, side?: OurSide): Summary {
  const days = new Map<string, SummaryRow>();
  const organizations = new Map<string, OrganizationRow>();
  const mx = new Map<string | undefined, Map<string, number>>();
  const total = { reports: 0, successes: 0, failures: 0 };
  for (const facts of set.reports) {
    const sessions = sessionsOf(facts);
    const day = new Date((facts.start + facts.end) / 2).toISOString().slice(0, 10);
    add(total, sessions);
    add(rowOf(days, day, { name: day, reports: 0, successes: 0, failures: 0 }), sessions);
    const name = facts.trust.identity ?? facts.contactDomain ?? (facts.organization || "(unnamed)");
    const { evidence } = facts.trust;
    const row = rowOf(organizations, `${name} ${evidence ? 1 : 0}`, {
      name,
      names: [],
      evidence,
      reports: 0,
      successes: 0,
      failures: 0,
    });
    add(row, sessions);
    if (row.names.length < 5 && !row.names.includes(facts.organization)) row.names.push(facts.organization);
    addMx(mx, facts);
  }
  return {
    domain: set.domain,
    total,
    days: [...days.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    organizations: [...organizations.values()].sort(bySessions),
    mx: [...mx].map(mxRow).sort((a, b) => b.failures - a.failures),
    triage: triage(set, side),
    problems: set.problems,
    counts: set.counts,
    deviations: [...set.deviations].map(([deviation, reports]) => ({ deviation, reports })),
  };
}

function rowOf<Row>(rows: Map<string, Row>, key: string, empty: Row): Row {
  const row = rows.get(key) ?? empty;
  rows.set(key, row);
  return row;
}

function add(row: Omit<SummaryRow, "name">, { successes, failures }: { successes: number; failures: number }): void {
  row.reports++;
  row.successes += successes;
  row.failures += failures;
}

/** Of the same failure in two entries of one report, the larger number. */
function addMx(rows: Map<string | undefined, Map<string, number>>, { entries }: ReportFacts): void {
  const own = new Map<string | undefined, Map<string, number>>();
  for (const { groups } of entries) {
    const ofEntry = new Map<string | undefined, Map<string, number>>();
    for (const { mx, resultType, sessions } of groups) {
      const types = ofEntry.get(mx) ?? new Map<string, number>();
      ofEntry.set(mx, types.set(resultType, (types.get(resultType) ?? 0) + sessions));
    }
    merge(own, ofEntry, Math.max);
  }
  merge(rows, own, (a, b) => a + b);
}

function merge(
  into: Map<string | undefined, Map<string, number>>,
  from: ReadonlyMap<string | undefined, ReadonlyMap<string, number>>,
  combine: (a: number, b: number) => number,
): void {
  for (const [mx, types] of from) {
    const target = into.get(mx) ?? new Map<string, number>();
    into.set(mx, target);
    for (const [type, failures] of types) target.set(type, combine(target.get(type) ?? 0, failures));
  }
}

function mxRow([mx, types]: [string | undefined, Map<string, number>]): MxRow {
  const resultTypes = [...types].map(([resultType, failures]) => ({ resultType, failures }));
  resultTypes.sort((a, b) => b.failures - a.failures);
  return { mx, failures: resultTypes.reduce((sum, { failures }) => sum + failures, 0), resultTypes };
}

function bySessions(a: SummaryRow, b: SummaryRow): number {
  return b.failures - a.failures || b.successes - a.successes || (a.name < b.name ? -1 : 1);
}
