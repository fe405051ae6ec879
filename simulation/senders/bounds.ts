import { negativeTtl } from "../world/world";
import { policyIn } from "./readPolicy";
import { backOff, retryGap, type SenderTraits } from "./traits";

const day = 86400;
/** Seconds: the TTL of the component's records. */
export const recordTtl = 300;
/** Seconds after which every server and every edge has a change. */
export const propagation = 90;

/**
 * Seconds after which a sender goes by the news, counted from the last moment at which the old policy was announced or
 * served: the TTL of `_mta-sts`, what servers and edges take, a back-off, and how often the sender asks at all.
 */
export function staleAfter(traits: SenderTraits, text: string): number {
  const news = Math.max(recordTtl, negativeTtl) + propagation + backOff;
  if (traits.asksTxt === "onMismatch") {
    // By design it keeps a policy that works until max_age ends, or a day if it refreshes.
    const maxAge = Math.min(policyIn(text)?.maxAge ?? 0, traits.longestMaxAge);
    return news + (traits.refreshesDaily ? Math.min(day, maxAge) : maxAge);
  }
  return news + (traits.asksTxt === "daily" ? day : 0);
}

/**
 * Seconds by which a message may be late, counted from the last change that the operator made: until the sender goes by
 * the news, and then its next attempt.
 *
 * @param waited seconds that the message had waited by then: the longer, the rarer the attempts
 */
export function lateAfter(traits: SenderTraits, waited = 0): number {
  const news = recordTtl + propagation + backOff + (traits.asksTxt === "daily" ? day : 0);
  let tried = 0;
  for (let attempts = 1; tried < waited + news && attempts < 1000; attempts++) tried += retryGap(attempts, traits);
  return Math.min(tried - waited, traits.lifetime) + 1;
}
