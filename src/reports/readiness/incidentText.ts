import { largest, smallest } from "../extremes";
import type { ClassifiedGroup, FailureClass } from "../triage/classify";
import { dayText } from "./observation";
import type { Reason, ReasonCode } from "./readiness";

/** Failures of one kind, as one report tells of them. Made for one kind at a time: reports are many. */
export interface Sighting {
  day: number;
  /** Undefined: a trusted report without a contact domain. */
  identity: string | undefined;
  groups: readonly ClassifiedGroup[];
  /** All sessions of that report. */
  sessions: number;
}

/** Classes that are held against us when someone else, or someone known, has seen them too. */
export const HELD: readonly FailureClass[] = ["ours", "unknown", "policyLacksHost", "policyHost"];

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

export function reasonOf(failureClass: FailureClass, kind: Reason["kind"], sightings: readonly Sighting[]): Reason {
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
export function describe(sightings: readonly Sighting[]): string {
  let sessions = 0;
  const hosts = new Tally();
  const types = new Tally();
  const senders = new Tally();
  for (const sighting of sightings) {
    sessions += sessionsOf(sighting);
    senders.add(sighting.identity ?? "an unnamed sender");
    for (const { mx, resultType } of sighting.groups) {
      hosts.add(mx ?? "");
      types.add(resultType);
    }
  }
  const first = smallest(sightings.map(({ day }) => day));
  const last = lastDay(sightings);
  const days = first === last ? dayText(first) : `${dayText(first)} to ${dayText(last)}`;
  const where = hosts.text === "" ? "" : ` at ${hosts.text}`;
  const what = types.text === "" ? "" : ` (${types.text})`;
  return `${sessions} session${sessions === 1 ? "" : "s"}${where}${what}, by ${senders.text}, on ${days}`;
}

export function sessionsOf({ groups }: Sighting): number {
  return groups.reduce((sum, { sessions }) => sum + sessions, 0);
}

/** Counts texts. */
class Tally {
  private readonly counts = new Map<string, number>();

  add(text: string): void {
    if (text !== "") this.counts.set(text, (this.counts.get(text) ?? 0) + 1);
  }

  /** The distinct texts, most frequent first, at most five. */
  get text(): string {
    const sorted = [...this.counts].sort((a, b) => b[1] - a[1]).map(([text]) => text);
    const more = sorted.length > 5 ? ` and ${sorted.length - 5} more` : "";
    return sorted.slice(0, 5).join(", ") + more;
  }
}

export function lastDay(sightings: readonly Sighting[]): number {
  return largest(sightings.map(({ day }) => day));
}
