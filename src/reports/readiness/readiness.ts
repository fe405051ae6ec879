import type { ReportSet } from "../read/collector";
import type { Probe } from "./probe";
import type { ReadinessOptions } from "./options";

/** What the verdict is made from. Plain data: no network, no clock. */
export interface ReadinessInput {
  /** A-labels, lower case. */
  domain: string;
  /** The `mx` of the policy that is to be enforced. */
  mx: readonly string[];
  /** The live MX set; undefined where it could not be looked up. An implicit MX is the domain itself. */
  liveMx: readonly LiveMxHost[] | undefined;
  /** From `readReports`, for this domain. */
  reports: Pick<ReportSet, "reports" | "problems">;
  /** The result of `mta-sts check --smtp --json`, by `parseProbe`. */
  probe?: Probe | undefined;
  now: Date;
  options?: Partial<ReadinessOptions> | undefined;
}

export interface LiveMxHost {
  host: string;
  preference: number;
}

/** Whether mail would be lost under enforce, by all that the reports say. */
export interface Readiness {
  domain: string;
  verdict: "ready" | "notReady" | "insufficientEvidence";
  /** What stands against it: first what is broken, then what is missing. Empty when ready. */
  reasons: Reason[];
  /** What does not stand against it, and is worth knowing. */
  warnings: Reason[];
  numbers: ReadinessNumbers;
  /** When it first became ready and has stayed so, to the day. Only when ready. */
  readySince?: Date;
}

export interface Reason {
  /** Stable. */
  code: ReasonCode;
  kind: "blocking" | "missing" | "warning";
  /** One sentence with its numbers. May hold text from reports: clean it before printing. */
  message: string;
  remedy: string;
  /** The latest day that it is about, `2026-03-01`. */
  lastSeen?: string;
}

export type ReasonCode =
  | "policy-lacks-live-host"
  | "policy-lacks-host"
  | "failures-on-our-mx"
  | "unknown-failures"
  | "policy-host"
  | "policy-fetch"
  | "validation-failures"
  | "partner-failures"
  | "probe-failed"
  | "dane"
  | "too-few-organization-days"
  | "too-short"
  | "too-old"
  | "too-few-reporters"
  | "pattern-not-seen"
  | "backup-mx-not-seen"
  | "live-mx-unknown"
  | "unreadable"
  | "no-evidence"
  | "not-evidence"
  | "disputed"
  | "future"
  | "probe-old"
  | "past-failures";

export interface ReadinessNumbers {
  /** Reports that count, and that do not because nobody vouches for them. */
  evidence: number;
  notEvidence: number;
  /** Of the window that counts: since the last blocking failure, at most 45 days. */
  organizationDays: number;
  organizations: number;
  knownReporters: string[];
  /** Successful sessions of known reporters under a policy like the one to be enforced. */
  successes: number;
  /** The same of other senders: anyone can sign reports of sessions that never were, so these prove nothing. */
  otherSuccesses: number;
  /** Sessions that failed on our side in the window. */
  failures: number;
  spanDays: number;
  /** UTC days, `2026-03-01`. */
  firstDay?: string;
  lastDay?: string;
  /** When the newest report of a success ended. */
  newestEnd?: Date;
  /** With 95 % confidence at most this share of such sessions fails: 3/n, the rule of three. */
  provenShare?: number;
  /** The end of the day of the last blocking failure. */
  restartedAfter?: string;
}
