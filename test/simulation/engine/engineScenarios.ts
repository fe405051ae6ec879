import * as fc from "fast-check";
import type { Scenario } from "../../../simulation/scenario/scenario";
import { scenarios } from "../../../simulation/scenario/scenarios";

/** What the batch leaves out: imports and moves, which need the hand of a person and have engine tests of their own. */
const leftOut = ["moveHost", "moveZone"];
/** Done beside the program: to records that the sandbox's cloud would have to hold. */
const byHand = "outside";
const most = 4;

/** Scenarios for the real engine: shorter, and from nothing. */
export const engineScenarios: fc.Arbitrary<Scenario> = scenarios.map((scenario) => ({
  ...scenario,
  start: "nothing",
  // Not yet on a Worker: after `up --refresh` its rules take the policy in the state for somebody else's.
  host: "cloudfront",
  // Nor at Cloudflare: what a deploy that died left there (one record a host) needs imports.
  zone: "route53",
  intents: scenario.intents
    .filter(({ kind }) => !leftOut.includes(kind) && !(scenario.ownsMx && kind === byHand))
    .slice(0, most),
}));
