import { largest } from "../extremes";
import type { EntryFacts, ReportFacts } from "../read/facts";
import { type ClassifiedGroup, type Classifier, type OurSide } from "../triage/classify";

export const DAY = 86_400_000;

/** One report as the verdict sees it. Nothing here depends on the time of asking. */
export interface Observation {
  facts: ReportFacts;
  /** Days since 1970, of the middle of its range: ranges end at 23:59:59, or at 00:00 of the next day. */
  day: number;
  /** Sessions that succeeded under a policy like ours; 0 for a disputed report. */
  successes: number;
  /** The narrowest of the policies they succeeded under: fewer hosts than ours where the policy was widened since. */
  provenMx: readonly string[] | undefined;
  /** All sessions of the report. */
  sessions: number;
  /** Failures, except those at hosts that are not ours. */
  failures: ClassifiedGroup[];
}

export interface OurPolicy extends OurSide {
  domain: string;
}

/** Reads one report for one domain. Entries are compared, never summed: they may tell of the same sessions. */
export function observe(facts: ReportFacts, ours: OurPolicy, classify: Classifier): Observation | undefined {
  const entries = facts.entries.filter(({ domain }) => domain === undefined || domain === ours.domain);
  if (entries.length === 0) return undefined;
  const counting = facts.disputed ? [] : entries.filter((entry) => entry.successes > 0 && countsFor(entry, ours));
  const proven = counting.map(({ policy }) => policy!.mx).sort((a, b) => a.length - b.length)[0];
  return {
    facts,
    day: Math.floor((facts.start + facts.end) / 2 / DAY),
    successes: Math.max(0, largest(counting.map(({ successes }) => successes))),
    provenMx: proven,
    sessions: Math.max(0, largest(entries.map(({ successes, failures }) => successes + failures))),
    failures: failuresOf(entries, classify),
  };
}

/**
 * Successes count only under an sts policy in mode testing or enforce with our MX set, or with a part of it: a wider
 * policy accepts all that a narrower one did.
 */
function countsFor({ type, policy, domain }: EntryFacts, ours: OurPolicy): boolean {
  if (type !== "sts" || policy === undefined || domain !== ours.domain) return false;
  if (policy.mode === "none" || policy.mx.length === 0) return false;
  return policy.mx.every((pattern) => ours.patterns.includes(pattern));
}

/** The same failures under two entries are one; the larger number counts. */
function failuresOf(entries: readonly EntryFacts[], classify: Classifier): ClassifiedGroup[] {
  const found: ClassifiedGroup[] = [];
  for (const entry of entries) {
    for (const group of classify(entry)) {
      if (group.failureClass === "elsewhere") continue;
      const same = found.findIndex(
        (other) =>
          other.failureClass === group.failureClass &&
          other.resultType === group.resultType &&
          other.mx === group.mx &&
          other.reason === group.reason,
      );
      if (same === -1) found.push(group);
      else if (found[same]!.sessions < group.sessions) found[same] = group;
    }
  }
  return found;
}

/** `2026-03-01` */
export function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
