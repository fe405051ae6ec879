import { largest, smallest } from "../extremes";
import { listedAs } from "./knownReporters";
import { DAY, dayText, type Observation } from "./observation";
import type { ReadinessOptions } from "./options";
import type { LiveMxHost, ReadinessNumbers, Reason } from "./readiness";

export interface CoverageInput {
  observations: readonly Observation[];
  mx: readonly string[];
  liveMx: readonly LiveMxHost[] | undefined;
  hasCleanProbe: boolean;
  /** Only days after this one count: the day of the last blocking failure. */
  restartedAfter: number | undefined;
  /** Milliseconds since 1970. */
  now: number;
  options: ReadinessOptions;
}

export interface Coverage {
  missing: Reason[];
  numbers: Omit<ReadinessNumbers, "evidence" | "notEvidence">;
}

/** Whether enough senders have succeeded on enough days, lately. No reports is never success. */
export function measureCoverage(input: CoverageInput): Coverage {
  const { observations, options, now, restartedAfter, hasCleanProbe } = input;
  // A range of months is not within the window, nor after a failure, because its end or its middle is.
  const counting = observations.filter(
    ({ facts, day }) =>
      facts.end <= now &&
      facts.start >= now - options.windowDays * DAY &&
      (restartedAfter === undefined || (day > restartedAfter && facts.start >= restartedAfter * DAY)),
  );
  const everyones = countingSuccesses(counting);
  // Whoever has a domain can sign reports of sessions that never were: only those of known reporters are coverage.
  const isCoverage = (observation: Observation): boolean =>
    options.knownReporters === 0 || reporterOf(observation, options) !== undefined;
  const successes = everyones.filter(isCoverage);
  const organizationOf = (observation: Observation): string =>
    reporterOf(observation, options) ?? observation.facts.trust.identity ?? "";
  const organizationDays = new Set(successes.map((observation) => `${organizationOf(observation)} ${observation.day}`));
  const organizations = new Set(successes.map(organizationOf));
  const known = new Set(
    successes.map((observation) => reporterOf(observation, options)).filter((name) => name !== undefined),
  );
  const days = successes.map(({ day }) => day);
  const first = smallest(days);
  const last = largest(days);
  const spanDays = days.length === 0 ? 0 : last - first + 1;
  const newest = largest(successes.map(({ facts }) => facts.end));
  const sessions = sessionsOf(successes);
  const failures = counting.reduce((sum, observation) => sum + oursOf(observation), 0);
  const neededSpan = restartedAfter !== undefined && hasCleanProbe ? options.spanDaysWithProbe : options.spanDays;
  const missing: Reason[] = [];
  const lacks = (code: Reason["code"], message: string, remedy: string): void => {
    missing.push({ code, kind: "missing", message, remedy });
  };
  const neededReporters = hasCleanProbe ? Math.min(1, options.knownReporters) : options.knownReporters;
  if (everyones.length === 0) {
    lacks(
      "no-evidence",
      "no report that counts shows a successful session under this policy; no reports is not success",
      "Stay in testing and collect reports; see docs/reports.md on which reports count.",
    );
  } else if (days.length > 0) {
    if (organizationDays.size < options.organizationDays) {
      lacks(
        "too-few-organization-days",
        `${organizationDays.size} organization-days with a success, of known reporters; ${options.organizationDays} are needed`,
        "Stay in testing until more reports have come.",
      );
    }
    if (spanDays < neededSpan) {
      lacks("too-short", `successes span ${spanDays} days; ${neededSpan} are needed`, "Stay in testing until then.");
    }
    if (newest < now - options.newestHours * 3_600_000) {
      const hours = Math.floor((now - newest) / 3_600_000);
      lacks(
        "too-old",
        `the newest report of a success ended ${hours} hours ago; at most ${options.newestHours} are allowed`,
        "Fetch the latest reports; if none come any more, check the TLS-RPT record.",
      );
    }
  }
  if (everyones.length > 0 && known.size < neededReporters) {
    lacks(
      "too-few-reporters",
      `${known.size} of the known reporters (${options.reporters.join(", ")}) shows a success; ${neededReporters} needed` +
        (hasCleanProbe ? "" : ", or 1 and a clean probe"),
      "Wait for their reports, or pass the output of `mta-sts check --smtp --json` with --probe.",
    );
  }
  missing.push(...unseenPatterns(input, successes), ...unseenHosts(input));
  return {
    missing,
    numbers: {
      organizationDays: organizationDays.size,
      organizations: organizations.size,
      knownReporters: [...known].sort(),
      successes: sessions,
      otherSuccesses: sessionsOf(everyones) - sessions,
      failures,
      spanDays,
      ...(days.length === 0 ? {} : { firstDay: dayText(first), lastDay: dayText(last), newestEnd: new Date(newest) }),
      ...(sessions === 0 ? {} : { provenShare: Math.min(1, 3 / sessions) }),
      ...(restartedAfter === undefined ? {} : { restartedAfter: dayText(restartedAfter) }),
    },
  };
}

function reporterOf({ facts }: Observation, { reporters }: ReadinessOptions): string | undefined {
  const { identity } = facts.trust;
  return identity === undefined ? undefined : listedAs(identity, reporters);
}

function sessionsOf(observations: readonly Observation[]): number {
  return observations.reduce((sum, { successes }) => sum + successes, 0);
}

/** A day on which an organization could not fetch the policy shows nothing about what the policy would do. */
function countingSuccesses(observations: readonly Observation[]): Observation[] {
  const key = ({ facts, day }: Observation): string => `${facts.trust.identity ?? ""} ${day}`;
  const unfetched = new Set(
    observations.filter(({ failures }) => failures.some(({ failureClass }) => failureClass === "policyFetch")).map(key),
  );
  return observations.filter(
    (observation) =>
      observation.successes > 0 && observation.facts.trust.identity !== undefined && !unfetched.has(key(observation)),
  );
}

function oursOf({ failures }: Observation): number {
  return failures.reduce((sum, { failureClass, sessions }) => (failureClass === "dane" ? sum : sum + sessions), 0);
}

/** After widening, older successes stand, but a pattern that was added needs to be seen in use. */
function unseenPatterns({ mx, hasCleanProbe, options }: CoverageInput, successes: readonly Observation[]): Reason[] {
  if (hasCleanProbe || successes.length === 0) return [];
  const added = mx.filter((pattern) => successes.some(({ provenMx }) => provenMx?.includes(pattern) === false));
  return added.flatMap((pattern) => {
    const days = new Set(successes.filter(({ provenMx }) => provenMx?.includes(pattern)).map(({ day }) => day));
    if (days.size >= options.patternDays) return [];
    const reason: Reason = {
      code: "pattern-not-seen",
      kind: "missing",
      message: `the policy has ${pattern} since ${days.size} days of reports; ${options.patternDays} are needed`,
      remedy: "Wait for them, or pass a clean probe with --probe.",
    };
    return [reason];
  });
}

/** Hosts below the best preference may never be seen by senders (RFC 8461 §8.4), and so by no report. */
function unseenHosts({ liveMx = [], hasCleanProbe, options }: CoverageInput): Reason[] {
  if (hasCleanProbe) return [];
  const best = smallest(liveMx.map(({ preference }) => preference));
  const backups = liveMx
    .filter(({ preference, host }) => preference > best && listedAs(host, options.providers) === undefined)
    .map(({ host }) => host);
  if (backups.length === 0) return [];
  return [
    {
      code: "backup-mx-not-seen",
      kind: "missing",
      message: `no report can be expected to show ${backups.join(", ")}, which only get mail when others fail (RFC 8461 §8.4)`,
      remedy: "Pass the output of `mta-sts check --smtp --json` with --probe.",
    },
  ];
}
