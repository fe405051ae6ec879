/** TLS-RPT reports (RFC 8460): read, judge whose they are, sum up, and say whether enforcing is safe. */
export { LIMITS } from "./limits";
export type { Deviation, FailureDetail, Report, ReportedPolicy } from "./parse/model";
export { parseReport } from "./parse/parseReport";
export { ReportError, type ReportErrorCode } from "./parse/reportError";
export type { AppliedPolicy } from "./read/appliedPolicy";
export type { ReadCounts, ReadProblem, ReportSet } from "./read/collector";
export type { EntryFacts, ReportFacts } from "./read/facts";
export type { FailureGroup } from "./read/failureGroup";
export { ReadError, type ReadOptions, type ReadProgress, type S3Options } from "./read/options";
export { readReports } from "./read/readReports";
export { evaluateReadiness } from "./readiness/evaluateReadiness";
export { newFailures } from "./readiness/newFailures";
export { KNOWN_PROVIDERS, KNOWN_REPORTERS } from "./readiness/knownReporters";
export { READINESS_DEFAULTS, type ReadinessOptions } from "./readiness/options";
export { parseProbe, type Probe } from "./readiness/probe";
export type {
  LiveMxHost,
  Readiness,
  ReadinessInput,
  ReadinessNumbers,
  Reason,
  ReasonCode,
} from "./readiness/readiness";
export type { Side } from "./triage/advice";
export type { FailureClass, OurSide } from "./triage/classify";
export { summarize, type MxRow, type OrganizationRow, type Summary, type SummaryRow } from "./triage/summary";
export { triage, type TriageGroup } from "./triage/triage";
export { dkimVerifier } from "./trust/dkim";
export { EXCHANGE_ONLINE } from "./trust/seal";
export type { Trust } from "./trust/trust";
