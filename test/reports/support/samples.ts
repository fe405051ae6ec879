/** Reports written for this project, in the shape of each reporter of docs/reports.md. No real report was copied. */

export interface SampleOptions {
  domain?: string;
  /** The UTC day the report is about. */
  day?: string;
  id?: string;
  mx?: readonly string[];
  mode?: string;
  successes?: number;
  failures?: number;
  details?: readonly Record<string, unknown>[];
  contact?: string | null;
  organization?: string;
}

export type Json = Record<string, unknown>;

export function policyString(mx: readonly string[], mode = "testing"): string[] {
  return ["version: STSv1", `mode: ${mode}`, ...mx.map((host) => `mx: ${host}`), "max_age: 604800"];
}

/** Google: no mx-host, no failure-details, counts of zero left out, predictable id. */
export function googleReport(options: SampleOptions = {}): Json {
  const { domain = "example.com", day = "2026-03-01", mx = ["mx1.example.com", "mx2.example.com"] } = options;
  const summary: Json = {};
  if (options.successes !== 0) summary["total-successful-session-count"] = options.successes ?? 120;
  if (options.failures) summary["total-failure-session-count"] = options.failures;
  const entry: Json = {
    policy: { "policy-type": "sts", "policy-string": policyString(mx, options.mode), "policy-domain": domain },
    summary,
  };
  if (options.details) {
    entry["failure-details"] = options.details.map((detail) => ({ "sending-mta-ip": "", ...detail }));
  }
  return {
    "organization-name": options.organization ?? "Google Inc.",
    "date-range": { "start-datetime": `${day}T00:00:00Z`, "end-datetime": `${day}T23:59:59Z` },
    "contact-info": options.contact === undefined ? "smtp-tls-reporting@google.com" : options.contact,
    "report-id": options.id ?? `${day}T00:00:00Z_${domain}`,
    policies: [entry],
  };
}

/** Microsoft: no time zone; the tlsa policy-string is one string that holds a JSON array; equal counts in both entries. */
export function microsoftReport(options: SampleOptions = {}): Json {
  const { domain = "example.com", day = "2026-03-01", mx = ["mx1.example.com", "mx2.example.com"] } = options;
  const summary = {
    "total-successful-session-count": options.successes ?? 80,
    "total-failure-session-count": options.failures ?? 0,
  };
  const sts: Json = {
    policy: { "policy-type": "sts", "policy-string": policyString(mx, options.mode), "policy-domain": domain },
    summary,
  };
  if (options.details) sts["failure-details"] = options.details;
  return {
    "organization-name": "Microsoft Corporation",
    "date-range": { "start-datetime": `${day}T00:00:00`, "end-datetime": `${day}T23:59:59` },
    "contact-info": options.contact === undefined ? "tlsrpt-noreply@microsoft.com" : options.contact,
    "report-id": options.id ?? `${day.replaceAll("-", "")}${domain.length}`,
    policies: [
      sts,
      {
        policy: {
          "policy-type": "tlsa",
          "policy-string": ['["3 1 1 0F9BA6", "3 1 1 AA01"]'],
          "policy-domain": domain,
        },
        summary,
      },
    ],
  };
}

/** Microsoft's fetch error: no IP, no MX, no policy-string. */
export function microsoftFetchError(options: SampleOptions = {}): Json {
  const report = microsoftReport({ successes: 0, ...options });
  report["policies"] = [
    {
      policy: { "policy-type": "sts", "policy-domain": options.domain ?? "example.com" },
      summary: { "total-successful-session-count": 0, "total-failure-session-count": options.failures ?? 5 },
      "failure-details": [{ "result-type": "sts-policy-fetch-error", "failed-session-count": options.failures ?? 5 }],
    },
  ];
  return report;
}

/** mail.ru: the range ends at 00:00 of the next day, and details sum to more than the total. */
export function mailRuReport(options: SampleOptions = {}): Json {
  const report = googleReport({
    organization: "Mail.ru",
    contact: "tls-report@corp.mail.ru",
    id: "mr-1",
    successes: 40,
    failures: 2,
    details: [
      failure("starttls-not-supported", "mx1.example.com", 2),
      failure("certificate-expired", "mx1.example.com", 2),
    ],
    ...options,
  });
  const day = options.day ?? "2026-03-01";
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  report["date-range"] = { "start-datetime": `${day}T00:00:00Z`, "end-datetime": `${next}T00:00:00Z` };
  return report;
}

export function failure(type: string, mx: string | undefined, sessions: number, reason?: string): Json {
  return {
    "result-type": type,
    "sending-mta-ip": "203.0.113.9",
    ...(mx === undefined ? {} : { "receiving-mx-hostname": mx, "receiving-ip": "198.51.100.7" }),
    "failed-session-count": sessions,
    ...(reason === undefined ? {} : { "failure-reason-code": reason }),
  };
}

export function bytesOf(report: unknown): Buffer {
  return Buffer.from(JSON.stringify(report));
}
