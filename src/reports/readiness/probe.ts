/** What `mta-sts check --smtp --json` found, as far as it bears on enforcing. */
export interface Probe {
  checkedAt: Date;
  /** Every address of every MX passed every rule of SMTP. */
  clean: boolean;
  /** What failed on our MX; empty too where nothing could be checked. */
  failures: string[];
  /** Why it is neither clean nor failed. */
  note: string;
}

/** The rules that a clean probe has passed. Ids of `mta-sts check`, which are stable. */
const NEEDED = [
  "smtp-reachable",
  "smtp-answers",
  "smtp-starttls",
  "smtp-tls-version",
  "smtp-certificate-name",
  "smtp-certificate-dates",
  "smtp-certificate-trusted",
];

/**
 * Reads the JSON of `mta-sts check --smtp --json` for one domain.
 *
 * @throws Error that says what is wrong with the file.
 */
export function parseProbe(text: string, domain: string): Probe {
  const document = record(parse(text));
  if (document?.["schemaVersion"] !== 1) {
    throw new Error("this is not the output of `mta-sts check --smtp --json` (schemaVersion 1)");
  }
  const checkedAt = new Date(typeof document["checkedAt"] === "string" ? document["checkedAt"] : Number.NaN);
  if (Number.isNaN(checkedAt.getTime())) throw new Error("checkedAt is no date");
  const report = list(document["domains"])
    .map(record)
    .find((entry) => entry?.["domain"] === domain);
  if (report === undefined)
    throw new Error(`there is nothing on ${domain} in it: run mta-sts check --smtp --json ${domain}`);
  const verdicts = list(report["verdicts"]).map(record);
  const resultOf = (rule: string): unknown => verdicts.find((entry) => entry?.["rule"] === rule)?.["result"];
  const lacking = NEEDED.filter((rule) => resultOf(rule) === undefined);
  if (lacking.length > 0) {
    throw new Error(`it has no results of ${lacking.join(", ")}: run mta-sts check with --smtp and without --ignore`);
  }
  const failures = verdicts.flatMap((entry) => {
    const isFailure = entry?.["result"] === "fail" && NEEDED.includes(String(entry["rule"]));
    return isFailure ? [`${String(entry["rule"])}: ${String(entry["seen"])}`] : [];
  });
  const doubtful = NEEDED.filter((rule) => resultOf(rule) !== "pass");
  return { checkedAt, clean: doubtful.length === 0, failures, note: doubtful.join(", ") };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("this is not JSON");
  }
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
