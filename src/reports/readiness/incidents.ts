import { largest, smallest } from "../extremes";
import type { ClassifiedGroup, FailureClass } from "../triage/classify";
import { listedAs } from "./knownReporters";
import { dayText, type Observation } from "./observation";
import type { ReadinessOptions } from "./options";
import type { Reason, ReasonCode } from "./readiness";

/** Failures of one class, as one identity saw them on one day. */
interface Sighting {
  day: number;
  /** Undefined: a trusted report without a contact domain. */
  identity: string | undefined;
  group: ClassifiedGroup;
  /** All sessions of that report. */
  sessions: number;
}

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

/** Classes that are held against us when someone else, or someone known, has seen them too. */
const HELD: readonly FailureClass[] = ["ours", "unknown", "policyLacksHost", "policyHost"];

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
  const sightings = observations.flatMap(({ facts, day, failures, sessions }) =>
    // A report from the future speaks of today at the latest.
    failures.map((group) => ({ day: Math.min(day, today), identity: facts.trust.identity, group, sessions })),
  );
  const successDays = successfulIdentities(observations);
  for (const failureClass of HELD) {
    const held = sightings
      .filter(({ group }) => group.failureClass === failureClass)
      .filter(({ day }) => failureClass !== "policyHost" || day > today - options.policyHostDays);
    judgeHeld(failureClass, held, successDays, options, result);
  }
  judgePartners(sightings, options, result);
  judgeNoise(sightings, options, result);
  warnOf("policyFetch", sightings, result);
  warnOf("dane", sightings, result);
  return result;
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
    ({ identity, group }) =>
      identity !== undefined && listedAs(identity, partners) !== undefined && group.failureClass !== "dane",
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
function judgeNoise(sightings: readonly Sighting[], options: ReadinessOptions, result: Incidents): void {
  const all = sightings.filter(({ group }) => group.failureClass === "validation");
  const perDay = new Map<string, { failed: number; sessions: number; sightings: Sighting[] }>();
  for (const sighting of all) {
    const key = `${sighting.identity ?? ""} ${sighting.day}`;
    const cell = perDay.get(key) ?? { failed: 0, sessions: 0, sightings: [] };
    cell.failed += sighting.group.sessions;
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

function warnOf(failureClass: FailureClass, sightings: readonly Sighting[], result: Incidents): void {
  const found = sightings.filter(({ group }) => group.failureClass === failureClass);
  if (found.length > 0) result.warnings.push(reasonOf(failureClass, "warning", found));
}

const TEXTS: Record<Exclude<FailureClass, "elsewhere">, { code: ReasonCode; what: string; remedy: string }> = {
  ours: {
    code: "failures-on-our-mx",
    what: "certificate or STARTTLS failures on your MX",
    remedy:
      "Mend the certificate or STARTTLS of that host before enforcing; `mta-sts check --smtp` shows each address.",
  },
  unknown: {
    code: "unknown-failures",
    what: "failures without a known type",
    remedy: "Nothing says that these are not yours: ask the sender, or check each MX with `mta-sts check --smtp`.",
  },
  policyLacksHost: {
    code: "policy-lacks-host",
    what: "mail goes to a host that no mx of the policy matches",
    remedy: "Add the host to the policy's mx, or take it out of the MX records.",
  },
  policyHost: {
    code: "policy-host",
    what: "the policy, or the certificate of its host, is not valid",
    remedy: "Run `mta-sts check`: it names what is wrong with the policy host.",
  },
  policyFetch: {
    code: "policy-fetch",
    what: "the policy could not be fetched",
    remedy: "Run `mta-sts check`; if it passes, look at the policy host's log for these days.",
  },
  validation: {
    code: "validation-failures",
    what: "other TLS failures (validation-failure)",
    remedy: "Look at the reasons with `mta-sts reports`; old TLS versions or ciphers on one side are the usual ones.",
  },
  dane: {
    code: "dane",
    what: "DANE or DNSSEC failures, which MTA-STS has no part in; such senders do not deliver now",
    remedy: "URGENT, though outside of this verdict: renew the TLSA records or the DNSSEC signatures.",
  },
};

function reasonOf(failureClass: FailureClass, kind: Reason["kind"], sightings: readonly Sighting[]): Reason {
  const { code, what, remedy } = TEXTS[failureClass === "elsewhere" ? "unknown" : failureClass];
  const alone = kind === "warning" && HELD.includes(failureClass) ? ", seen by nobody else while others succeeded" : "";
  return {
    code,
    kind,
    message: `${what}: ${describe(sightings)}${alone}`,
    remedy,
    lastSeen: dayText(lastDay(sightings)),
  };
}

/** `5 sessions at mx1.example.com (certificate-expired), by google.com, on 2026-03-01 to 2026-03-02` */
function describe(sightings: readonly Sighting[]): string {
  const sessions = sightings.reduce((sum, { group }) => sum + group.sessions, 0);
  const hosts = some(sightings.map(({ group }) => group.mx ?? ""));
  const types = some(sightings.map(({ group }) => group.resultType));
  const senders = some(sightings.map(({ identity }) => identity ?? "an unnamed sender"));
  const first = smallest(sightings.map(({ day }) => day));
  const last = lastDay(sightings);
  const days = first === last ? dayText(first) : `${dayText(first)} to ${dayText(last)}`;
  const where = hosts === "" ? "" : ` at ${hosts}`;
  return `${sessions} session${sessions === 1 ? "" : "s"}${where}${types === "" ? "" : ` (${types})`}, by ${senders}, on ${days}`;
}

/** The distinct texts, most frequent first, at most five. */
function some(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== "") counts.set(text, (counts.get(text) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text);
  const more = sorted.length > 5 ? ` and ${sorted.length - 5} more` : "";
  return sorted.slice(0, 5).join(", ") + more;
}

function lastDay(sightings: readonly Sighting[]): number {
  return largest(sightings.map(({ day }) => day));
}
