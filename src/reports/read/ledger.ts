import type { ReportFacts } from "./facts";
import { Versions } from "./versions";

/**
 * Tells repeated reports from disputed ones. Report-ids can be guessed (Google's is date and domain), so "the same id"
 * alone must not let one report replace another.
 */
export class Ledger {
  /** By whose it is, then by report-id: ids are many, and a text joined for each would cost more than the report. */
  private readonly vouched = new Map<string, ById>();
  private readonly others = new Map<string, ById>();

  /**
   * `new`: keep it. `duplicate`: the same identity, id and content was read before. `disputed`: the same identity and
   * id with other content; both are kept and marked.
   */
  add(facts: ReportFacts): "new" | "duplicate" | "disputed" {
    const byId = this.ofOwner(facts);
    const before = byId.get(facts.reportId);
    if (before === undefined) {
      byId.set(facts.reportId, facts);
      return "new";
    }
    if (before instanceof Versions) return before.add(facts);
    const versions = new Versions();
    versions.add(before);
    byId.set(facts.reportId, versions);
    return versions.add(facts);
  }

  /** What counts and what does not never meet: an unsigned forgery can neither replace nor dispute a signed report. */
  private ofOwner({ trust, contactDomain, organization }: ReportFacts): ById {
    if (trust.evidence && trust.identity !== undefined) return entryOf(this.vouched, trust.identity);
    const who = trust.evidence ? undefined : contactDomain;
    return entryOf(this.others, `${trust.evidence ? "=" : "-"}${who ?? `?${organization}`}`);
  }
}

/** Most ids are there once, and then the report itself is all that there is to know. */
type ById = Map<string, ReportFacts | Versions>;

function entryOf(owners: Map<string, ById>, who: string): ById {
  let byId = owners.get(who);
  if (byId === undefined) owners.set(who, (byId = new Map<string, ReportFacts | Versions>()));
  return byId;
}
