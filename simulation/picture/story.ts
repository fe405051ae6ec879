import type { Strategy } from "../operators/strategy";
import { ours, baselines } from "../operators/strategies";
import { runSequence, type SequenceResult } from "../run/runSequence";
import type { Scenario } from "../scenario/scenario";

/** One operator who swaps the mail hosts of an enforcing domain, told twice. */
export const scenario: Scenario = {
  ...{ salt: 9, start: "nothing", provider: 0, mxTtl: 3600, ownsMx: true, bad: "none" },
  ...{ zone: "route53", host: "cloudfront", maxAge: 604800 },
  intents: [
    { kind: "enforce", gap: 16 * 86400, variant: 0 },
    { kind: "swapMx", gap: 2 * 86400, variant: 2 },
  ],
};

/** What the picture compares: the component, and the CDN that keeps the policy for a day. */
export const tellers: readonly Strategy[] = [ours, baselines.find(({ name }) => name === "cdn24h")!];

export interface Story {
  strategy: Strategy;
  result: SequenceResult;
}

/** Both runs, with every message that is not delivered at once. */
export async function tell(): Promise<Story[]> {
  const stories: Story[] = [];
  for (const strategy of tellers) stories.push({ strategy, result: await runSequence(scenario, strategy) });
  return stories;
}
