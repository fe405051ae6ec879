import { DAY } from "./observation";
import { READINESS_DEFAULTS } from "./options";
import type { Readiness, Reason } from "./readiness";

/**
 * Under enforce: what holds mail back now. Failures that block, and were seen in the last days; so that the daily run
 * raises the alarm for each once, and is silent again when they are over.
 */
export function newFailures(
  { reasons }: Readiness,
  now: Date,
  alarmDays: number = READINESS_DEFAULTS.alarmDays,
): Reason[] {
  return reasons.filter(
    ({ kind, lastSeen }) =>
      kind === "blocking" &&
      (lastSeen === undefined || Date.parse(`${lastSeen}T00:00:00Z`) > now.getTime() - (alarmDays + 1) * DAY),
  );
}
