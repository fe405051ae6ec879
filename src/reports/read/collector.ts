import { LIMITS } from "../limits";
import type { Deviation } from "../parse/model";
import { ReportError } from "../parse/reportError";
import { judgeTrust, type Provenance } from "../trust/trust";
import { type EntryFacts, factsOf, type GroupedReport, type ReportFacts } from "./facts";
import { Ledger } from "./ledger";

/** A file, mail or archive entry that could not be read, or a report that was not kept. */
export interface ReadProblem {
  label: string;
  code: ReportError["code"];
  message: string;
  /**
   * Whether it may hide a report that would have counted: it lies in a trusted place, or is mail signed by `signers`.
   * The verdict cannot be `ready` over it.
   */
  mayHideEvidence: boolean;
  signers: readonly string[];
}

export interface ReadCounts {
  /** Files and objects opened. */
  files: number;
  /** Mails among them and inside them. */
  mails: number;
  /** Reports read, duplicates included. */
  reports: number;
  duplicates: number;
  disputed: number;
  /** Reports on other domains only. */
  otherDomains: number;
  /** Reports that ended before `since`. */
  older: number;
  /** Files and mails that hold no report and do not claim to. */
  skipped: number;
  problems: number;
}

/** What was read: the input of every summary and of the verdict. */
export interface ReportSet {
  /** The domain asked for; undefined: all domains. */
  domain: string | undefined;
  reports: ReportFacts[];
  /** At most 1,000; `counts.problems` has the number. */
  problems: ReadProblem[];
  counts: ReadCounts;
  /** Known deviations from RFC 8460 that were read rightly, and in how many reports. */
  deviations: Map<Deviation, number>;
}

export interface CollectOptions {
  /** Normal form (A-labels, lower case). */
  domain?: string | undefined;
  /** Milliseconds since 1970: reports that ended before are counted, not kept. */
  since?: number | undefined;
  /** Keep repeated and disputed reports alike, for a collector that sees them all. Default: false. */
  keepAll?: boolean;
}

/** Takes what the readers find, and keeps what matters. */
export class Collector {
  readonly counts: ReadCounts = {
    files: 0,
    mails: 0,
    reports: 0,
    duplicates: 0,
    disputed: 0,
    otherDomains: 0,
    older: 0,
    skipped: 0,
    problems: 0,
  };
  readonly problems: ReadProblem[] = [];
  readonly deviations = new Map<Deviation, number>();
  private readonly reports: ReportFacts[] = [];
  private readonly ledger = new Ledger();

  constructor(private readonly options: CollectOptions = {}) {}

  report(report: GroupedReport, provenance: Provenance): void {
    for (const code of report.deviations) this.deviations.set(code, (this.deviations.get(code) ?? 0) + 1);
    this.facts(factsOf(report, provenance, judgeTrust(report, provenance)));
  }

  private facts(facts: ReportFacts): void {
    this.counts.reports++;
    const { domain, since } = this.options;
    if (domain !== undefined) {
      // An entry without a domain may be about any.
      const concerns = (entry: EntryFacts): boolean => entry.domain === undefined || entry.domain === domain;
      if (!facts.entries.every(concerns)) facts.entries = facts.entries.filter(concerns);
      if (facts.entries.length === 0) {
        this.counts.otherDomains++;
        return;
      }
    }
    if (since !== undefined && facts.end < since) this.counts.older++;
    else this.keep(facts);
  }

  /** Keeps a report that another collector has filtered and counted, unless it is a duplicate. */
  keep(facts: ReportFacts): void {
    const verdict = this.options.keepAll === true ? "new" : this.ledger.add(facts);
    if (verdict === "duplicate") this.counts.duplicates++;
    else this.reports.push(facts);
    if (verdict === "disputed") this.counts.disputed++;
  }

  problem(error: ReportError, { label, trustedSource, seal }: Provenance): void {
    const signers = seal?.signers ?? [];
    const mayHideEvidence = error.code !== "link" && (seal === undefined ? trustedSource : signers.length > 0);
    this.readProblem({ label, code: error.code, message: error.message, mayHideEvidence, signers });
  }

  readProblem(problem: ReadProblem): void {
    this.counts.problems++;
    if (this.problems.length < LIMITS.problems) this.problems.push(problem);
    // What may hide evidence is never crowded out of the list by what does not.
    else if (problem.mayHideEvidence) {
      const harmless = this.problems.findIndex(({ mayHideEvidence }) => !mayHideEvidence);
      if (harmless !== -1) this.problems[harmless] = problem;
    }
  }

  result(): ReportSet {
    const reports = this.reports.sort((a, b) => a.start - b.start || compareTexts(a.label, b.label));
    const { problems, counts, deviations } = this;
    return { domain: this.options.domain, reports, problems, counts, deviations };
  }
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
