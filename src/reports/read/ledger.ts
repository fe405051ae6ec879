import type { EntryFacts, ReportFacts } from "./facts";

/**
 * Tells repeated reports from disputed ones. Report-ids can be guessed (Google's is date and domain), so "the same id"
 * alone must not let one report replace another.
 */
export class Ledger {
  /** By whose it is, then by report-id: ids are many, and a text joined for each would cost more than the report. */
  private readonly reports = new Map<string, Map<string, ReportFacts | ReportFacts[]>>();

  /**
   * `new`: keep it. `duplicate`: the same identity, id and content was read before. `disputed`: the same identity and
   * id with other content; both are kept and marked.
   */
  add(facts: ReportFacts): "new" | "duplicate" | "disputed" {
    const who = ownerOf(facts);
    let byId = this.reports.get(who);
    if (byId === undefined) this.reports.set(who, (byId = new Map<string, ReportFacts | ReportFacts[]>()));
    const before = byId.get(facts.reportId);
    if (before === undefined) {
      byId.set(facts.reportId, facts);
      return "new";
    }
    const others = Array.isArray(before) ? before : [before];
    // Bounded: a thousand versions of one report are no more disputed than ten.
    if (others.length >= MOST_VERSIONS && others.every(({ disputed }) => disputed)) {
      facts.disputed = true;
      return "disputed";
    }
    let verdict: "new" | "disputed" = "new";
    for (const other of others) {
      const shared = compare(facts, other);
      if (shared === "same") return "duplicate";
      if (shared === "differs") {
        other.disputed = true;
        facts.disputed = true;
        verdict = "disputed";
      }
    }
    byId.set(facts.reportId, [...others, facts]);
    return verdict;
  }
}

const MOST_VERSIONS = 16;

/** What counts and what does not never meet: an unsigned forgery can neither replace nor dispute a signed report. */
function ownerOf({ trust, contactDomain, organization }: ReportFacts): string {
  return trust.evidence ? `=${trust.identity ?? `?${organization}`}` : `-${contactDomain ?? `?${organization}`}`;
}

/**
 * Compares what two reports say on the domains that both cover. Reporters may use one id for the reports of several
 * domains; such reports are not about the same thing.
 */
function compare(a: ReportFacts, b: ReportFacts): "same" | "differs" | "unrelated" {
  const domainsOfB = new Set(b.entries.map(({ domain }) => domain));
  const shared = new Set(a.entries.map(({ domain }) => domain).filter((domain) => domainsOfB.has(domain)));
  if (a.entries.length > 0 && b.entries.length > 0 && shared.size === 0) return "unrelated";
  const same = contentOf(a) === contentOf(b);
  if (same) return "same";
  const about = (facts: ReportFacts): string =>
    contentOf({ ...facts, entries: facts.entries.filter(({ domain }) => shared.has(domain)) });
  return shared.size > 0 && about(a) === about(b) ? "unrelated" : "differs";
}

/** Everything the verdict is made of, independent of order. */
function contentOf({ start, end, entries }: Pick<ReportFacts, "start" | "end" | "entries">): string {
  return JSON.stringify([start, end, entries.map(entryContent).sort()]);
}

function entryContent(entry: EntryFacts): string {
  const { typeName, domain, policy, successes, failures } = entry;
  const groups = entry.groups.map(({ resultType, mx, reason, sessions }) =>
    JSON.stringify([resultType, mx ?? null, reason ?? null, sessions]),
  );
  return JSON.stringify([typeName, domain ?? null, policy ?? null, successes, failures, groups.sort()]);
}
