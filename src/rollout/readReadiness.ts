import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { printable } from "../net/printable";
import { parseDomain, type Policy } from "../protocol";
import type { LiveMxHost, Probe, Readiness } from "../reports";
import type { MxFacts, ReadinessVerdict } from "./facts";
import type { RolloutEvidenceArgs } from "./rolloutArgs";

/** What the verdict on a policy under testing is read from. */
export interface ReadinessRequest {
  /** A-labels, lower case. */
  domain: string;
  /** The policy under testing, whose MX set is to be enforced. */
  policy: Policy;
  /** `rollout.reports`: a folder or file relative to `root`, or `s3://bucket/prefix`. */
  reports: string;
  /** `rollout.evidence`. Without it only DKIM results count, and nobody's are believed: no report is evidence. */
  evidence?: RolloutEvidenceArgs;
  /** The project's root: the folder of `Pulumi.yaml`. */
  root: string;
  mx: MxFacts;
  /** Milliseconds since 1970. */
  now: number;
}

const dayMs = 86_400_000;

/**
 * Reads `rollout.reports` and says whether enforcing is safe, by the rules of docs/reports.md.
 *
 * What cannot be read at all (a path that does not exist, a bucket that cannot be listed, a probe that is none) is no
 * exception but an `insufficientEvidence` whose reason says what to do: no reports are never a success.
 *
 * @example
 * const verdict = await readReadiness({ domain, policy, reports: "reports", evidence: { trusted: true }, root, mx, now });
 * if (verdict.state !== "ready") throw new Error(verdict.reasons.join("; "));
 */
export async function readReadiness(request: ReadinessRequest): Promise<ReadinessVerdict> {
  const { domain, policy, evidence = {}, mx, now } = request;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- most runs judge no reports, and need none of it
  const lib = require("../reports") as typeof import("../reports");
  const lacking = missingPath(request);
  if (lacking !== undefined) return insufficient(lacking);
  try {
    const probe = readProbe(request, lib.parseProbe);
    const reports = await lib.readReports([placeOf(request.reports, request.root)], {
      domain,
      // As far back as the verdict of any day in the window looks.
      since: new Date(now - 2 * lib.READINESS_DEFAULTS.windowDays * dayMs),
      trust: evidence.trusted ?? false,
      authservIds: evidence.authservId === undefined ? [] : [evidence.authservId],
    });
    const readiness = lib.evaluateReadiness({
      domain,
      mx: policy.mx,
      liveMx: liveHosts(mx),
      reports,
      probe,
      now: new Date(now),
      options: { partners: partnersOf(evidence) },
    });
    return verdictOf(readiness, request);
  } catch (error) {
    if (error instanceof lib.ReadError || error instanceof EvidenceError) return insufficient(error.message);
    throw error;
  }
}

/** Where `rollout.reports` points; relative paths start at the project's root, whatever the working directory is. */
function placeOf(path: string, root: string): string {
  return path.startsWith("s3://") ? path : resolve(root, path);
}

function missingPath({ reports, root }: ReadinessRequest): string | undefined {
  const place = placeOf(reports, root);
  if (place.startsWith("s3://") || existsSync(place)) return undefined;
  return (
    `rollout.reports: ${printable(reports)}: there is nothing at ${place}: give the folder in which the reports arrive, ` +
    "relative to the folder of Pulumi.yaml"
  );
}

/** Evidence that was promised and cannot be used: no smaller matter than reports that cannot be read. */
class EvidenceError extends Error {}

function readProbe(
  { domain, evidence, root }: ReadinessRequest,
  parse: (text: string, domain: string) => Probe,
): Probe | undefined {
  if (evidence?.probe === undefined) return undefined;
  try {
    return parse(readFileSync(resolve(root, evidence.probe), "utf8"), domain);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new EvidenceError(
      `rollout.evidence.probe: ${printable(evidence.probe)}: ${printable(what)}: ` +
        `make it with mta-sts check --smtp --json ${domain}, relative to the folder of Pulumi.yaml`,
    );
  }
}

/** Undefined where nobody knows. A null MX is known, and has no host. */
function liveHosts(mx: MxFacts): LiveMxHost[] | undefined {
  if (mx.kind === "null") return [];
  if (mx.kind !== "hosts" && mx.kind !== "implicit") return undefined;
  return mx.hosts.map((entry) => ({ host: entry.host, preference: preferenceOf(entry) }));
}

/** The look-ups say it, the rules have no need of it. */
function preferenceOf(entry: object): number {
  return "preference" in entry && typeof entry.preference === "number" ? entry.preference : 0;
}

function partnersOf({ partners = [] }: RolloutEvidenceArgs): string[] {
  return partners.map((name, at) => {
    const parsed = parseDomain(name, `rollout.evidence.partners[${at}]`);
    if (parsed.ok) return parsed.value;
    // A name that no sender can have would watch over nobody.
    const [{ path, value, rule, remedy } = { path: "", value: name, rule: "no domain", remedy: "" }] = parsed.problems;
    throw new EvidenceError(printable(`${path}: ${value}: ${rule}: ${remedy}`, 600));
  });
}

function insufficient(reason: string): ReadinessVerdict {
  return { state: "insufficientEvidence", reasons: [reason] };
}

function verdictOf(readiness: Readiness, request: ReadinessRequest): ReadinessVerdict {
  const { verdict, reasons, readySince } = readiness;
  return {
    state: verdict,
    reasons:
      verdict === "ready"
        ? [numbersOf(readiness)]
        : [...reasons.map((reason) => printable(messageOf(reason, request), 1000)), ...uncounted(readiness)],
    ...(readySince === undefined ? {} : { readySince: readySince.toISOString().slice(0, 10) }),
  };
}

function messageOf({ code, message }: Readiness["reasons"][number], { mx }: ReadinessRequest): string {
  if (code !== "live-mx-unknown") return message;
  if (mx.kind === "notAsked") return `${message}, because of rollout.checkLiveMx: false`;
  return mx.kind === "absent" || mx.kind === "failed" ? `${message}: ${mx.reason}` : message;
}

/** `32 organization-days of 2 organizations on 16 days; 3200 sessions without failure prove …` */
function numbersOf({ numbers }: Readiness): string {
  const { organizationDays, organizations, spanDays, successes, failures, provenShare = 1 } = numbers;
  const days = `${organizationDays} organization-days of ${organizations} organizations within ${spanDays} days`;
  if (failures > 0) return `${days}, ${successes} sessions succeeded and ${failures} failed`;
  const share = (provenShare * 100).toPrecision(2);
  return `${days}; ${successes} sessions without failure show, at 95 %, that at most ${share} % of them would fail`;
}

/** Why reports that are there do not count: the usual reason for a verdict that nobody expects. */
function uncounted({ warnings }: Readiness): string[] {
  return warnings
    .filter(({ code }) => code === "not-evidence" || code === "disputed" || code === "future")
    .map(({ message }) => printable(message, 1000));
}
