import { MtaStsMode, type Policy, type Problem } from "../protocol";
import type { LivePolicy, Retire, TransitionFacts } from "./facts";

const secondsPerDay = 86400;

/**
 * The value for `rollout.retire.after`: the last day on which a sender may still hold one of the given policies, if all
 * of them stop being served today (RFC 8461 §8.3). The TTL counts too, because a resolver may announce the old id for
 * that long; and a day more, because today is not over.
 */
export function retireDate(today: string, policies: readonly Policy[], ttl: number): string {
  const longest = Math.max(0, ...policies.map(({ maxAge }) => maxAge));
  const days = Math.floor((longest + ttl) / secondsPerDay) + 1;
  return isoDay(Date.parse(`${today}T00:00:00Z`) + days * secondsPerDay * 1000);
}

/** The same for a step: every policy of before that is known. */
export function retireDateOf({ today, previous, live, ttl }: TransitionFacts): string {
  const known = [
    ...(previous.from === "none" ? [] : [previous.policy]),
    ...(live.policy.state === "published" ? [live.policy.policy] : []),
  ];
  return retireDate(today, known, ttl);
}

/** Whether the date lies behind us. ISO days compare as text. */
export function hasExpired(retire: Retire | undefined, today: string): boolean {
  return retire !== undefined && today > retire.after;
}

/** The day on which the live `none` was published, as far as its host tells. */
export function publishedOn(live: LivePolicy): string | undefined {
  return live.state === "published" && live.policy.mode === MtaStsMode.None ? live.since : undefined;
}

/**
 * Whether an expired date was written for the live policy, and not left over from an earlier one: it is yesterday, which
 * the refusal proposes, or no earlier than the day on which the policy was published, as far as its host tells.
 */
export function isMeantForLive({ retire, today, live: { policy } }: TransitionFacts): boolean {
  if (retire === undefined || !hasExpired(retire, today)) return false;
  const since = policy.state === "published" ? policy.since : undefined;
  return retire.after >= dayBefore(today) || (since !== undefined && retire.after >= since);
}

/** The day before a day. */
export function dayBefore(day: string): string {
  return isoDay(Date.parse(`${day}T00:00:00Z`) - secondsPerDay * 1000);
}

/**
 * Whether the date comes before the live `none` itself, which replaced another policy only then: it is that of an earlier
 * winding down. A deploy of `none` prints a later day than its own.
 */
export function datesBack({ retire, live }: TransitionFacts): boolean {
  const since = publishedOn(live.policy);
  return retire !== undefined && since !== undefined && retire.after < since;
}

/** What is wrong with such a date. */
export function datedBack({ domain, retire, live }: TransitionFacts): string {
  return (
    `The live "none" of ${domain} was published on ${publishedOn(live.policy) ?? ""}: senders may hold what was served ` +
    `until then. rollout.retire.after, ${retire?.after ?? ""}, belongs to an earlier winding down.`
  );
}

/** The day of an instant, UTC. */
export function isoDay(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** The snippet that allows removal after a date. */
export function retireSnippet(after: string): string {
  return `rollout: { retire: { after: "${after}" } }`;
}

/** What is wrong with `rollout.retire`; none for a day of the calendar. */
export function retireProblems(retire: Retire, path = "rollout.retire.after"): Problem[] {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(retire.after) ? Date.parse(`${retire.after}T00:00:00Z`) : NaN;
  // Date.parse rolls 2027-02-31 over into March.
  if (!Number.isNaN(day) && isoDay(day) === retire.after) return [];
  return [
    {
      path,
      value: JSON.stringify(retire.after),
      code: "retire-date",
      rule: "a day of the calendar, YYYY-MM-DD (ISO 8601), UTC",
      remedy: "Use the date that the deploy of `mode: none` printed.",
    },
  ];
}

/**
 * The `protect` option of the policy object (or Worker script) and of the `_mta-sts` record: deleting either while
 * senders hold an enforce policy leaves them with it and without news (RFC 8461 §8.3). `true` or `undefined`, never
 * `false`, which would cancel protection that the user asked for.
 */
export function protectPolicy(
  mode: MtaStsMode | undefined,
  retire: Retire | undefined,
  today: string,
): true | undefined {
  if (mode === MtaStsMode.Enforce) return true;
  return mode === MtaStsMode.None && !hasExpired(retire, today) ? true : undefined;
}

/**
 * The `protect` option of the Route 53 MX set: it depends on the TXT record, so a destroy that is refused for that one
 * would otherwise delete it first and leave the domain without mail. As long as the policy, therefore.
 */
export const protectMailExchangers = protectPolicy;
