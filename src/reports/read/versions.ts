import { createHash } from "node:crypto";
import type { EntryFacts, ReportFacts } from "./facts";

/**
 * The reports of one identity and report-id. Two of them differ where they say different things on a domain that both
 * cover: reporters use one id for the reports of several domains, and such reports are not about the same thing.
 *
 * What was said is remembered for each domain, so that a report costs the same however many came before it.
 */
export class Versions {
  private readonly contents = new Set<string>();
  private readonly topics = new Map<string | undefined, Topic>();
  /** The last report without entries: about which domain, it does not say, and so it differs from any other. */
  private blank: ReportFacts | undefined;

  add(facts: ReportFacts): "new" | "duplicate" | "disputed" {
    const content = digest(facts, facts.entries);
    if (this.contents.has(content)) return "duplicate";
    this.contents.add(content);
    if (facts.entries.length === 0) this.disputeAll(facts);
    else this.compare(facts);
    return facts.disputed ? "disputed" : "new";
  }

  private disputeAll(facts: ReportFacts): void {
    if (this.contents.size > 1) facts.disputed = true;
    // Whatever comes after the first of them is disputed by it when it comes.
    if (this.blank === undefined) for (const topic of this.topics.values()) dispute(topic);
    else this.blank.disputed = true;
    this.blank = facts;
  }

  private compare(facts: ReportFacts): void {
    if (this.blank !== undefined) this.blank.disputed = facts.disputed = true;
    for (const [domain, entries] of byDomain(facts.entries)) {
      const content = digest(facts, entries);
      const topic = this.topics.get(domain);
      if (topic === undefined) this.topics.set(domain, { content, isDisputed: false, holders: [facts] });
      else if (topic.isDisputed || topic.content !== content) {
        facts.disputed = true;
        dispute(topic);
      } else topic.holders.push(facts);
    }
  }
}

/** What the reports say on one domain. */
interface Topic {
  content: string;
  /** Whether some say one thing, and some another. */
  isDisputed: boolean;
  /** Those who say it, until somebody disputes it. */
  holders: ReportFacts[];
}

function dispute(topic: Topic): void {
  topic.isDisputed = true;
  for (const holder of topic.holders.splice(0)) holder.disputed = true;
}

function byDomain(entries: readonly EntryFacts[]): Map<string | undefined, EntryFacts[]> {
  const domains = new Map<string | undefined, EntryFacts[]>();
  for (const entry of entries) {
    const list = domains.get(entry.domain);
    if (list === undefined) domains.set(entry.domain, [entry]);
    else list.push(entry);
  }
  return domains;
}

/** Everything the verdict is made of, independent of order; a digest, for a thousand versions may be kept. */
function digest({ start, end }: ReportFacts, entries: readonly EntryFacts[]): string {
  const text = JSON.stringify([start, end, entries.map(entryContent).sort()]);
  return createHash("sha256").update(text).digest("base64");
}

function entryContent(entry: EntryFacts): string {
  const { typeName, domain, policy, successes, failures } = entry;
  const groups = entry.groups.map(({ resultType, mx, reason, sessions }) =>
    JSON.stringify([resultType, mx ?? null, reason ?? null, sessions]),
  );
  return JSON.stringify([typeName, domain ?? null, policy ?? null, successes, failures, groups.sort()]);
}
