import type { ReportSet } from "../read/collector";
import type { ReportFacts } from "../read/facts";
import { type ClassifiedGroup, type Classifier, classifierFor, type FailureClass, type OurSide } from "./classify";
import { advise, type Side } from "./advice";

/** Failures of one type, at one receiving MX, of one sender: whose they are, and what to do. */
export interface TriageGroup {
  /** Empty where the report names none. */
  resultType: string;
  mx: string | undefined;
  /** The DKIM domain or contact domain of the sender. */
  organization: string;
  /** Whether its reports count for the verdict. */
  evidence: boolean;
  domain: string | undefined;
  failureClass: FailureClass;
  side: Side;
  remedy: string;
  sessions: number;
  reports: number;
  /** UTC days, `2026-03-01`. */
  firstSeen: string;
  lastSeen: string;
  /** Of all sessions of this sender on this domain, from 0 to 1. */
  share: number;
  /** The most frequent reason codes, at most three. */
  reasons: string[];
}

/** Groups the failures, the ones to act on first. `side` is our policy and MX set; without it hosts cannot be judged. */
export function triage(set: Pick<ReportSet, "reports">, side?: OurSide): TriageGroup[] {
  const classify = classifierFor(side);
  const senders = new Map<string, Sender>();
  for (const facts of set.reports) {
    for (const domain of domainsOf(facts)) gather(facts, domain, classify, senders);
  }
  return [...senders.values()]
    .flatMap(({ groups, sessions }) => [...groups.values()].map((group) => finish(group, sessions)))
    .sort((a, b) => ORDER.indexOf(a.side) - ORDER.indexOf(b.side) || b.sessions - a.sessions);
}

function domainsOf({ entries }: ReportFacts): Iterable<string | undefined> {
  return entries.length === 1 ? [entries[0]!.domain] : new Set(entries.map(({ domain }) => domain));
}

const ORDER: readonly Side[] = ["ours", "policy", "policyHost", "dane", "unknown", "theirs", "elsewhere"];

/** What one sender tells of one domain. */
interface Sender {
  groups: Map<string, Gathered>;
  sessions: number;
}

interface Gathered {
  group: ClassifiedGroup;
  facts: ReportFacts;
  domain: string | undefined;
  sessions: number;
  reports: number;
  first: number;
  last: number;
  reasons: Map<string, number>;
}

function gather(
  facts: ReportFacts,
  domain: string | undefined,
  classify: Classifier,
  senders: Map<string, Sender>,
): void {
  const entries = facts.entries.filter((entry) => entry.domain === domain);
  let most = 0;
  // Entries may tell of the same failures: for each group the entry that has most of it.
  const own = new Map<string, ClassifiedGroup[]>();
  for (const entry of entries) {
    most = Math.max(most, entry.successes + entry.failures);
    const ofEntry = new Map<string, ClassifiedGroup[]>();
    for (const group of classify(entry)) {
      const list = ofEntry.get(group.key);
      if (list === undefined) ofEntry.set(group.key, [group]);
      else list.push(group);
    }
    for (const [key, list] of ofEntry) if (sum(list) > sum(own.get(key) ?? [])) own.set(key, list);
  }
  const key = senderKey(facts, domain);
  let sender = senders.get(key);
  if (sender === undefined) senders.set(key, (sender = { groups: new Map(), sessions: 0 }));
  sender.sessions += most;
  for (const [group, list] of own) collect(sender.groups, group, list, facts, domain);
}

function collect(
  groups: Map<string, Gathered>,
  key: string,
  list: readonly ClassifiedGroup[],
  facts: ReportFacts,
  domain: string | undefined,
): void {
  const group = list[0]!;
  const { start: first, end: last } = facts;
  const gathered: Gathered = groups.get(key) ?? {
    group,
    facts,
    domain,
    sessions: 0,
    reports: 0,
    first,
    last,
    reasons: new Map(),
  };
  groups.set(key, gathered);
  gathered.sessions += sum(list);
  gathered.reports++;
  gathered.first = Math.min(gathered.first, first);
  gathered.last = Math.max(gathered.last, last);
  for (const { reason, sessions } of list) {
    if (reason !== undefined && (gathered.reasons.has(reason) || gathered.reasons.size < 50)) {
      gathered.reasons.set(reason, (gathered.reasons.get(reason) ?? 0) + sessions);
    }
  }
}

function finish(gathered: Gathered, sessions: number): TriageGroup {
  const { group, facts, domain } = gathered;
  const share = sessions === 0 ? 0 : Math.min(1, gathered.sessions / sessions);
  const organization = organizationOf(facts);
  const reasons = [...gathered.reasons].sort((a, b) => b[1] - a[1]).map(([reason]) => reason);
  return {
    resultType: group.resultType,
    mx: group.mx,
    organization,
    evidence: facts.trust.evidence,
    domain,
    failureClass: group.failureClass,
    ...advise(group, { organization, failed: gathered.sessions, sessions, reports: gathered.reports }),
    sessions: gathered.sessions,
    reports: gathered.reports,
    firstSeen: new Date(gathered.first).toISOString().slice(0, 10),
    // A range that ends at 00:00 is about the day before.
    lastSeen: new Date(Math.max(gathered.first, gathered.last - 1)).toISOString().slice(0, 10),
    share,
    reasons: reasons.slice(0, 3),
  };
}

function organizationOf(facts: ReportFacts): string {
  return facts.trust.identity ?? facts.contactDomain ?? (facts.organization || "(unnamed)");
}

function senderKey(facts: ReportFacts, domain: string | undefined): string {
  return JSON.stringify([organizationOf(facts), facts.trust.evidence, domain]);
}

function sum(groups: readonly ClassifiedGroup[]): number {
  return groups.reduce((total, { sessions }) => total + sessions, 0);
}
