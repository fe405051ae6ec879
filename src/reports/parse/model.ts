/**
 * One TLS-RPT report (RFC 8460 §4.4) after validation: counts are integers, times are numbers, hosts are in lower case
 * without a trailing dot, and what real reporters leave out has its meaning filled in.
 */
export interface Report<Details = FailureDetail[]> {
  /** Free text of the reporter: for display only, never an identity. Empty when left out. */
  organization: string;
  /** `contact-info` as given; real reports carry `null`. */
  contact: string | undefined;
  /** The domain of `contact-info`, in lower case; RFC 8460 §5.3 calls it the submitter. */
  contactDomain: string | undefined;
  reportId: string;
  /** Milliseconds since 1970, UTC. */
  start: number;
  /** Milliseconds since 1970, UTC; never before `start`. */
  end: number;
  policies: ReportedPolicy<Details>[];
  /** Where the report strays from the RFC in a way that is known and read rightly. */
  deviations: Deviation[];
}

export interface ReportedPolicy<Details = FailureDetail[]> {
  /** `other` for a type that RFC 8460 does not know; `typeName` has its text. */
  type: "sts" | "tlsa" | "no-policy-found" | "other";
  typeName: string;
  policyStrings: string[];
  /** Undefined only where a `no-policy-found` entry leaves it out. */
  domain: string | undefined;
  mxHosts: string[];
  successes: number;
  /** `total-failure-session-count` as reported; details may sum to more. */
  failures: number;
  details: Details;
}

export interface FailureDetail {
  /** Empty when left out. Not limited to the list of RFC 8460 §4.3, which is expected to grow. */
  resultType: string;
  sessions: number;
  receivingMx: string | undefined;
  receivingIp: string | undefined;
  sendingIp: string | undefined;
  reasonCode: string | undefined;
}

/** Known deviations of real reporters, see docs/reports.md. */
export type Deviation =
  | "byte-order-mark"
  | "contact-missing"
  | "organization-missing"
  | "time-zone-missing"
  | "policy-string-is-json"
  | "policy-string-not-list"
  | "mx-host-not-list"
  | "mx-host-pattern"
  | "policy-domain-missing"
  | "policy-type-unknown"
  | "summary-missing"
  | "failure-count-missing"
  | "details-exceed-total";
