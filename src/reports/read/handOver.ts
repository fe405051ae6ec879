import type { ReportedPolicy } from "../parse/model";
import { sameTrust, type Trust } from "../trust/trust";
import { type AppliedPolicy, sharedPolicy } from "./appliedPolicy";
import type { EntryFacts, ReportFacts } from "./facts";
import { type FailureGroup, failureGroup, failureKind } from "./failureGroup";
import { NO_GROUPS } from "./failureGrouper";
import { intern } from "./intern";

/**
 * Facts on their way from one thread to another. Thousands of reports repeat a few texts, policies and failures: each
 * crosses once, and the reports are rows of numbers that point to them. Building the objects anew from this costs the
 * receiving thread a fraction of what reading the files would.
 */
export interface HandedOver {
  /** JSON of {@link Tables}: cheaper to hand over than objects. */
  tables: string;
  /** For each report: trust, organization, contact domain, start, end, number of entries, and the entries. */
  rows: Float64Array;
}

interface Tables {
  /** Label and report-id of each report, in turns. */
  own: string[];
  texts: string[];
  trusts: Trust[];
  policies: AppliedPolicy[];
  groups: FailureGroup[];
}

const TYPES: readonly ReportedPolicy["type"][] = ["sts", "tlsa", "no-policy-found", "other"];
const NONE = -1;

/** For {@link takeOver} in another thread. Only for facts that no ledger has judged: `disputed` stays behind. */
export function handOver(reports: readonly ReportFacts[]): HandedOver {
  const own: string[] = [];
  const texts = new Table<string>();
  const trusts = new Table<Trust>();
  const policies = new Table<AppliedPolicy>();
  const groups = new Table<FailureGroup>();
  const rows: number[] = [];
  for (const { label, reportId, trust, organization, contactDomain, start, end, entries } of reports) {
    own.push(label, reportId);
    rows.push(trusts.place(trust), texts.place(organization), texts.place(contactDomain), start, end, entries.length);
    for (const entry of entries) {
      rows.push(TYPES.indexOf(entry.type), texts.place(entry.typeName), texts.place(entry.domain));
      rows.push(policies.place(entry.policy), entry.successes, entry.failures, entry.unexplained, entry.groups.length);
      for (const group of entry.groups) rows.push(groups.place(group));
    }
  }
  const tables: Tables = {
    own,
    texts: texts.items,
    trusts: trusts.items,
    policies: policies.items,
    groups: groups.items,
  };
  return { tables: JSON.stringify(tables), rows: Float64Array.from(rows) };
}

/** The facts again, sharing with all others what reports repeat. */
export function takeOver({ tables, rows }: HandedOver): ReportFacts[] {
  const { own, ...repeated } = JSON.parse(tables) as Tables;
  const texts = repeated.texts.map(intern);
  const trusts = repeated.trusts.map(sameTrust);
  const policies = repeated.policies.map(sharedPolicy);
  const groups = repeated.groups.map(({ resultType, mx, reason, sessions }) =>
    failureGroup(failureKind(resultType, mx, reason), sessions),
  );
  let at = 0;
  const next = (): number => rows[at++]!;
  const entryOf = (): EntryFacts => ({
    type: TYPES[next()]!,
    typeName: texts[next()]!,
    domain: texts[next()],
    policy: policies[next()],
    successes: next(),
    failures: next(),
    unexplained: next(),
    groups: listOf(next(), () => groups[next()]!) ?? NO_GROUPS,
  });
  const reports: ReportFacts[] = [];
  for (let index = 0; index < own.length; index += 2) {
    const trust = trusts[next()]!;
    reports.push({
      label: own[index]!,
      organization: texts[next()]!,
      contactDomain: texts[next()],
      reportId: own[index + 1]!,
      start: next(),
      end: next(),
      trust,
      entries: listOf(next(), entryOf) ?? [],
      disputed: false,
    });
  }
  return reports;
}

/** As long as it needs to be, and no longer: lists that grow keep room that a hundred thousand reports never use. */
function listOf<Item>(length: number, item: () => Item): Item[] | undefined {
  if (length === 0) return undefined;
  const list = new Array<Item>(length);
  for (let at = 0; at < length; at++) list[at] = item();
  return list;
}

/** Each item once, and where it is. */
class Table<Item> {
  readonly items: Item[] = [];
  private readonly places = new Map<Item, number>();

  /** An undefined item has no place: a table answers undefined for it. */
  place(item: Item | undefined): number {
    if (item === undefined) return NONE;
    let place = this.places.get(item);
    if (place === undefined) {
      place = this.items.length;
      this.items.push(item);
      this.places.set(item, place);
    }
    return place;
  }
}
