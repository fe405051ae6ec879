import type { FailureClass } from "../triage/classify";
import { describe, HELD, lastDay, reasonOf, sessionsOf, type Sighting } from "./incidentText";
import { listedAs } from "./knownReporters";
import { dayText, type Observation } from "./observation";
import type { ReadinessOptions } from "./options";
import type { Reason } from "./readiness";

/** What the failures amount to. */
export interface Incidents {
  /** Each blocks until the evidence after it is enough by itself. */
  blocking: Incident[];
  warnings: Reason[];
}

export interface Incident {
  reason: Reason;
  /** The last day of it. */
  day: number;
  /** Whether the evidence must start anew after it. */
  restarts: boolean;
}

/**
 * Sorts the failures of the window into what blocks and what only warns. One sender alone may be wrong, or lying; a
 * known reporter, two organizations, or a day on which nobody succeeded are taken at their word.
 */
export function findIncidents(
  observations: readonly Observation[],
  options: ReadinessOptions,
  today: number,
): Incidents {
  const result: Incidents = { blocking: [], warnings: [] };
  const failing = observations.filter(({ failures }) => failures.length > 0);
  const sightingsOf = (wanted: (failureClass: FailureClass) => boolean): Sighting[] => sight(failing, wanted, today);
  const successDays = successfulIdentities(observations);
  for (const failureClass of HELD) {
    const seen = sightingsOf((other) => other === failureClass);
    const held = failureClass === "policyHost" ? seen.filter(({ day }) => day > today - options.policyHostDays) : seen;
    judgeHeld(failureClass, held, successDays, options, result);
  }
  if (options.partners.length > 0)
    judgePartners(
      sightingsOf((other) => other !== "dane"),
      options,
      result,
    );
  judgeNoise(
    sightingsOf((other) => other === "validation"),
    options,
    result,
  );
  warnOf(
    "policyFetch",
    sightingsOf((other) => other === "policyFetch"),
    result,
  );
  warnOf(
    "dane",
    sightingsOf((other) => other === "dane"),
    result,
  );
  return result;
}

function sight(
  observations: readonly Observation[],
  wanted: (failureClass: FailureClass) => boolean,
  today: number,
): Sighting[] {
  const sightings: Sighting[] = [];
  for (const { facts, day, failures, sessions } of observations) {
    const groups = failures.filter(({ failureClass }) => wanted(failureClass));
    // A report from the future speaks of today at the latest.
    if (groups.length > 0)
      sightings.push({ day: Math.min(day, today), identity: facts.trust.identity, groups, sessions });
  }
  return sightings;
}

function successfulIdentities(observations: readonly Observation[]): Map<number, Set<string | undefined>> {
  const days = new Map<number, Set<string | undefined>>();
  for (const { day, successes, facts } of observations) {
    if (successes === 0) continue;
    const identities = days.get(day) ?? new Set();
    days.set(day, identities.add(facts.trust.identity));
  }
  return days;
}

function identitiesByDay(sightings: readonly Sighting[]): Map<number, Set<string | undefined>> {
  const days = new Map<number, Set<string | undefined>>();
  for (const { day, identity } of sightings) days.set(day, (days.get(day) ?? new Set()).add(identity));
  return days;
}

function judgeHeld(
  failureClass: FailureClass,
  held: readonly Sighting[],
  successDays: ReadonlyMap<number, ReadonlySet<string | undefined>>,
  options: ReadinessOptions,
  result: Incidents,
): void {
  const seenBy = identitiesByDay(held);
  const isHeld = ({ identity, day }: Sighting): boolean => {
    if (identity === undefined || listedAs(identity, options.reporters) !== undefined) return true;
    const other = (identities: ReadonlySet<string | undefined> | undefined): boolean =>
      identities !== undefined && (identities.size > 1 || !identities.has(identity));
    for (let near = day - options.corroborationDays + 1; near < day + options.corroborationDays; near++) {
      if (other(seenBy.get(near))) return true;
    }
    return !other(successDays.get(day));
  };
  const serious: Sighting[] = [];
  const single: Sighting[] = [];
  for (const sighting of held) (isHeld(sighting) ? serious : single).push(sighting);
  if (serious.length > 0) {
    const reason = reasonOf(failureClass, "blocking", serious);
    result.blocking.push({ reason, day: lastDay(serious), restarts: failureClass !== "policyHost" });
  }
  if (single.length > 0) result.warnings.push(reasonOf(failureClass, "warning", single));
}

function judgePartners(sightings: readonly Sighting[], { partners }: ReadinessOptions, result: Incidents): void {
  const theirs = sightings.filter(
    ({ identity }) => identity !== undefined && listedAs(identity, partners) !== undefined,
  );
  if (theirs.length === 0) return;
  const reason: Reason = {
    code: "partner-failures",
    kind: "blocking",
    message: `${describe(theirs)}: listed as a partner, whose every failure blocks`,
    remedy: "Find out with the partner why its mail fails; remove it from the partners if that is theirs to mend.",
    lastSeen: dayText(lastDay(theirs)),
  };
  result.blocking.push({ reason, day: lastDay(theirs), restarts: true });
}

/** `validation-failure` for other reasons: a few are noise, many on several days are not. */
function judgeNoise(all: readonly Sighting[], options: ReadinessOptions, result: Incidents): void {
  const perDay = new Map<string, { failed: number; sessions: number; sightings: Sighting[] }>();
  for (const sighting of all) {
    const key = `${sighting.identity ?? ""} ${sighting.day}`;
    const cell = perDay.get(key) ?? { failed: 0, sessions: 0, sightings: [] };
    cell.failed += sessionsOf(sighting);
    cell.sessions = Math.max(cell.sessions, sighting.sessions);
    cell.sightings.push(sighting);
    perDay.set(key, cell);
  }
  const loud = [...perDay.values()]
    .filter(({ failed, sessions }) => failed > Math.max(options.noiseSessions, options.noiseShare * sessions))
    .map((cell) => cell.sightings);
  const loudDays = new Map<string | undefined, Set<number>>();
  for (const [{ identity, day } = { identity: undefined, day: 0 }] of loud) {
    loudDays.set(identity, (loudDays.get(identity) ?? new Set()).add(day));
  }
  const blocking = loud.flat().filter(({ identity }) => (loudDays.get(identity)?.size ?? 0) >= options.noiseDays);
  const blocked = new Set(blocking);
  const quiet = all.filter((sighting) => !blocked.has(sighting));
  if (blocking.length > 0) {
    const reason = reasonOf("validation", "blocking", blocking);
    result.blocking.push({ reason, day: lastDay(blocking), restarts: true });
  }
  if (quiet.length > 0) result.warnings.push(reasonOf("validation", "warning", quiet));
}

function warnOf(failureClass: FailureClass, found: readonly Sighting[], result: Incidents): void {
  if (found.length > 0) result.warnings.push(reasonOf(failureClass, "warning", found));
}
