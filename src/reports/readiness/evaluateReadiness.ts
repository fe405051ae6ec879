import { uncoveredHosts } from "../../protocol";
import { largest } from "../extremes";
import { normalHost } from "../parse/hosts";
import { classifierFor } from "../triage/classify";
import { measureCoverage } from "./coverage";
import { findIncidents, type Incident } from "./incidents";
import { listedAs } from "./knownReporters";
import { DAY, dayText, observe, type Observation } from "./observation";
import { type ReadinessOptions, readinessOptions } from "./options";
import type { Readiness, ReadinessInput, Reason } from "./readiness";

/**
 * Says whether enforcing a policy would lose mail, by the reports of those who send it. Pure: the same input gives the
 * same verdict. The rules and the reasons for their numbers: docs/reports.md.
 *
 * @throws RangeError for an option that is no number, or below zero.
 *
 * `notReady`: something is broken. `insufficientEvidence`: nothing is known to be broken, and too little is known.
 *
 * @example
 * const reports = await readReports(["reports/"], { domain: "example.com", trust: true });
 * const { verdict, reasons } = evaluateReadiness({
 *   domain: "example.com", mx: ["mx1.example.com"], liveMx: [{ host: "mx1.example.com", preference: 10 }],
 *   reports, now: new Date(),
 * });
 */
export function evaluateReadiness(input: ReadinessInput): Readiness {
  const asked = normal(input);
  const options = readinessOptions(asked.options);
  const observations = observationsOf(asked);
  const readiness = verdictAt(asked, options, observations, asked.now.getTime());
  if (readiness.verdict === "ready") readiness.readySince = readySince(asked, options, observations);
  return readiness;
}

/** The same without `readySince`, which takes as long as a verdict for each day. */
export function readinessNow(input: ReadinessInput): Readiness {
  const asked = normal(input);
  return verdictAt(asked, readinessOptions(asked.options), observationsOf(asked), asked.now.getTime());
}

function normal(input: ReadinessInput): ReadinessInput {
  return {
    ...input,
    domain: normalHost(input.domain),
    mx: input.mx.map(normalHost),
    liveMx: input.liveMx?.map(({ host, preference }) => ({ host: normalHost(host), preference })),
  };
}

function observationsOf(input: ReadinessInput): Observation[] {
  const ours = { domain: input.domain, patterns: input.mx, liveMx: input.liveMx?.map(({ host }) => host) };
  const classify = classifierFor(ours);
  const observations: Observation[] = [];
  for (const facts of input.reports.reports) {
    const observation = facts.trust.evidence ? observe(facts, ours, classify) : undefined;
    if (observation !== undefined) observations.push(observation);
  }
  return observations;
}

/** The verdict as it was, or is, at a time: with what had ended by then. */
function verdictAt(
  input: ReadinessInput,
  options: ReadinessOptions,
  observations: readonly Observation[],
  now: number,
): Readiness {
  const today = Math.floor(now / DAY);
  const recent = observations.filter(({ facts }) => facts.end > now - options.windowDays * DAY);
  const probe = probeAt(input, options, now);
  const incidents = findIncidents(recent, options, today);
  incidents.blocking.push(...probe.incidents);
  const restarting = incidents.blocking.filter(({ restarts }) => restarts);
  const restartedAfter = restarting.length === 0 ? undefined : largest(restarting.map(({ day }) => day));
  const coverage = measureCoverage({
    observations: recent,
    mx: input.mx,
    liveMx: input.liveMx,
    hasCleanProbe: probe.clean,
    restartedAfter,
    now,
    options,
  });
  const missing = [...coverage.missing, ...missingBesides(input, options)];
  // Enough evidence since the last failure, and the failure is history.
  const isPast = ({ restarts }: Incident): boolean => restarts && coverage.missing.length === 0;
  const blocking = [
    ...liveBlocks(input),
    ...probe.blocks,
    ...incidents.blocking.filter((incident) => !isPast(incident)).map(({ reason }) => reason),
  ];
  const warnings = [
    ...incidents.blocking.filter(isPast).map(({ reason }) => pastOf(reason)),
    ...incidents.warnings,
    ...probe.warnings,
    ...warningsOf(input, options, recent, now),
  ];
  const notEvidence = input.reports.reports.filter(({ trust }) => !trust.evidence).length;
  return {
    domain: input.domain,
    verdict: blocking.length > 0 ? "notReady" : missing.length > 0 ? "insufficientEvidence" : "ready",
    reasons: [...blocking, ...missing],
    warnings,
    numbers: { evidence: observations.length, notEvidence, ...coverage.numbers },
  };
}

/** What is wrong now, whatever reports say. */
function liveBlocks({ mx, liveMx }: ReadinessInput): Reason[] {
  const lacking = uncoveredHosts(liveMx?.map(({ host }) => host) ?? [], mx);
  if (lacking.length === 0) return [];
  return [
    {
      code: "policy-lacks-live-host",
      kind: "blocking",
      message: `no mx of the policy matches the live MX ${lacking.join(", ")}: under enforce senders do not use it`,
      remedy: "Add it to the policy's mx, or take it out of the MX records.",
    },
  ];
}

function missingBesides({ liveMx, reports }: ReadinessInput, options: ReadinessOptions): Reason[] {
  const missing: Reason[] = [];
  if (liveMx === undefined || liveMx.length === 0) {
    missing.push({
      code: "live-mx-unknown",
      kind: "missing",
      message: liveMx === undefined ? "the live MX hosts are not known" : "the domain has no MX host",
      remedy: "Make the look-up of the MX records work, or name the hosts (--live-mx).",
    });
  }
  const listed = [...options.reporters, ...options.partners];
  const hiding = reports.problems.filter(
    ({ mayHideEvidence, signers }) =>
      mayHideEvidence && (signers.length === 0 || signers.some((signer) => listedAs(signer, listed) !== undefined)),
  );
  if (hiding.length > 0) {
    const first = hiding[0]!;
    missing.push({
      code: "unreadable",
      kind: "missing",
      message: `${hiding.length} file${hiding.length === 1 ? "" : "s"} that may tell of failures cannot be read; the first: ${first.label}: ${first.message}`,
      remedy: "Get the file again, or move it away if you know what it is.",
    });
  }
  return missing;
}

interface ProbeFindings {
  clean: boolean;
  /** What it sees now, whatever has succeeded since. */
  blocks: Reason[];
  /** What it saw when it was younger. */
  incidents: Incident[];
  warnings: Reason[];
}

/** A probe speaks for the days after it was made. */
function probeAt({ probe }: ReadinessInput, options: ReadinessOptions, now: number): ProbeFindings {
  const age = probe === undefined ? Number.NaN : now - probe.checkedAt.getTime();
  const findings: ProbeFindings = { clean: false, blocks: [], incidents: [], warnings: [] };
  if (probe === undefined || age < -CLOCKS_DIFFER) return findings;
  const day = Math.floor(probe.checkedAt.getTime() / DAY);
  const failures = probe.failures.map((failure): Reason => ({
    code: "probe-failed",
    kind: "blocking",
    message: `the probe failed: ${failure}`,
    remedy: "Mend it, and run mta-sts check --smtp --json again.",
    lastSeen: dayText(day),
  }));
  const { probeDays, windowDays } = options;
  if (age > probeDays * DAY) {
    const message = `the probe is ${Math.floor(age / DAY)} days old; at most ${probeDays} count`;
    const remedy = "Run mta-sts check --smtp --json again.";
    findings.warnings.push({ code: "probe-old", kind: "warning", message, remedy });
    // Nothing says that it was mended: the evidence starts anew after it, as after a report of the same.
    if (age <= windowDays * DAY) findings.incidents = failures.map((reason) => ({ reason, day, restarts: true }));
    return findings;
  }
  return { ...findings, clean: probe.clean && failures.length === 0, blocks: failures };
}

const CLOCKS_DIFFER = 5 * 60_000;

function pastOf(reason: Reason): Reason {
  const message = `in the past, with enough successes since: ${reason.message}`;
  return { ...reason, code: "past-failures", kind: "warning", message };
}

function warningsOf(
  { reports }: ReadinessInput,
  options: ReadinessOptions,
  observations: readonly Observation[],
  now: number,
): Reason[] {
  const warnings: Reason[] = [];
  const warn = (code: Reason["code"], message: string, remedy: string): void => {
    warnings.push({ code, kind: "warning", message, remedy });
  };
  const strangers = reports.reports.filter(({ trust }) => !trust.evidence);
  if (strangers.length > 0) {
    warn(
      "not-evidence",
      `${strangers.length} reports are no evidence; the first: ${strangers[0]!.label}: ${strangers[0]!.trust.reason}`,
      "See docs/reports.md, whose report is it.",
    );
  }
  const disputed = observations.filter(({ facts }) => facts.disputed);
  if (disputed.length > 0) {
    warn(
      "disputed",
      `${disputed.length} reports share sender and report-id with another that says something else; only their failures count: ${disputed
        .slice(0, 4)
        .map(({ facts }) => facts.label)
        .join(", ")}`,
      "One of them is forged or damaged: find out where each came from.",
    );
  }
  const future = observations.filter(({ facts }) => facts.end > now);
  if (future.length > 0) {
    const { label, end } = future[0]!.facts;
    warn(
      "future",
      `${future.length} reports end in the future; their successes do not count: ${label} (${dayText(end / DAY)})`,
      "Check the clock of this machine; else the report is wrong or forged.",
    );
  }
  const unreadable = reports.problems.filter(({ mayHideEvidence }) => mayHideEvidence).length;
  if (unreadable > 0) warn("unreadable", `${unreadable} files or mails cannot be read`, "See the list of problems.");
  return warnings;
}

/** Goes back day by day for as long as the verdict was ready. */
function readySince(input: ReadinessInput, options: ReadinessOptions, observations: readonly Observation[]): Date {
  let since = input.now.getTime();
  for (let days = 1; days <= options.windowDays; days++) {
    const then = input.now.getTime() - days * DAY;
    const known = observations.filter(({ facts }) => facts.end <= then);
    if (verdictAt(input, options, known, then).verdict !== "ready") break;
    since = then;
  }
  return new Date(since);
}
