import * as fc from "fast-check";
import type { Scenario } from "../../../simulation/scenario/scenario";
import { scenarios } from "../../../simulation/scenario/scenarios";

/**
 * What the batch leaves out; both have engine tests of their own. Moves of host: the rule about a host that is dropped too
 * early reads when the service changed the address record, and the sandbox's services live in our time, each domain in a
 * time of its own. Moves of zone: their deletions are protected, and each needs `pulumi state unprotect` in between.
 */
const leftOut = ["moveHost", "moveZone"];
/** Done beside the program: to records that the sandbox's cloud would have to hold. */
const byHand = "outside";
const most = 4;

/**
 * Scenarios for the real engine: shorter, and from nothing. On Route 53 with CloudFront, and at Cloudflare with CloudFront
 * or a Worker's route, as the scenario has it.
 */
export const engineScenarios: fc.Arbitrary<Scenario> = scenarios.map((scenario) => ({
  ...scenario,
  start: "nothing",
  intents: scenario.intents
    .filter(({ kind }) => !leftOut.includes(kind) && !(scenario.ownsMx && kind === byHand))
    .slice(0, most),
}));
