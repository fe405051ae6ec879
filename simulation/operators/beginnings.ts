import { renderPolicy, type MtaStsMode } from "../../src/protocol";
import type { ProgramPolicy } from "../deploy/program";
import { recordTtl } from "../senders/bounds";
import { meaningsOf } from "../senders/readPolicy";
import { hostsOf, patternsOf } from "../world/mailHosts";
import { raised, type Operator } from "./operator";
import type { Step } from "./step";

const hour = 3600;
const day = 86400;
/** Seconds: the records of those who published before us. */
const foreignTtl = hour;

/** What stands before the first deploy, and the steps to the first policy of ours. */
export function beginnings(operator: Operator): Step[] {
  const { scenario, world, strategy, deployment } = operator;
  const { ownsMx, zone, start } = scenario;
  const hosts = hostsOf(scenario.provider, 0);
  world.setRecord(0, zone, "mx", { values: hosts, ttl: scenario.mxTtl }, 0);
  if (ownsMx && strategy.mxLead === 0) {
    operator.program = { ...operator.program, exchangers: hosts };
    deployment.state.records.set(`mx ${zone}`, hosts.join(" "));
  }
  const reporting: Step = { at: 0, change: (program) => program };
  if (start === "nothing") return [reporting, firstPolicy(operator, strategy.begins)];
  publishForeign(operator, hosts);
  return [reporting, ...adoption(operator, hosts)];
}

function firstPolicy(operator: Operator, mode: MtaStsMode): Step {
  const { scenario, world } = operator;
  return {
    at: day,
    change: (program) => ({ ...program, policy: policyFor(operator, mode) }),
    // Bounces are complained about: whoever enforced untested mends the hosts then.
    then: () => {
      if (mode !== "enforce") return [];
      for (const host of world.mended.keys()) world.mended.set(host, operator.clock.seconds + 2 * day);
      return [];
    },
    ...death(scenario.intents[0]?.dies),
  };
}

/** A policy for the hosts that the operator knows. */
export function policyFor({ scenario, program, mxHosts }: Operator, mode: MtaStsMode): ProgramPolicy {
  const mx = program.exchangers === undefined ? patternsOf(mxHosts, scenario.salt % 2 === 0) : [];
  return { mode, mx, maxAge: mode === "none" ? day : scenario.maxAge };
}

/** Somebody else's policy, on somebody else's host, as it is found in the wild. */
function publishForeign(operator: Operator, hosts: readonly string[]): void {
  const { scenario, world, deployment } = operator;
  const mode = scenario.start === "foreignEnforce" ? "enforce" : "testing";
  const good = renderPolicy({ mode, mx: [...hosts].sort(), maxAge: scenario.maxAge });
  const quirky = scenario.start === "quirky";
  // Strict readers reject the duplicate, lenient ones take the first, a few the last.
  const text = quirky ? good.replace("mode: testing\r\n", "mode: testing\r\nmode: enforce\r\n") : good;
  const { zone } = scenario;
  world.setRecord(0, zone, "sts", { values: ["v=STSv1; id=20240101;"], ttl: foreignTtl }, 0);
  world.setRecord(0, zone, "address", { values: ["foreign"], ttl: foreignTtl }, 0);
  world.setServed(0, "foreign", { text, mediaType: quirky ? "" : "text/plain" }, 0);
  const meanings = meaningsOf(text);
  world.currency.begin(0, meanings);
  // Its record and its address have a longer TTL than ours.
  // A file that is read only by some is met once more under the new id, until the revision that follows is known.
  const lingers = quirky ? foreignTtl + 2 * recordTtl : foreignTtl;
  for (const meaning of meanings) world.currency.lingers(meaning, lingers);
  deployment.announce(text, 0);
  operator.longestMaxAge = scenario.maxAge;
}

/** Taking it over: as it is, or (every other operator) with a change in the same deploy, which may be refused. */
function adoption(operator: Operator, hosts: readonly string[]): Step[] {
  const { scenario, world, clock, strategy } = operator;
  const mode = scenario.start === "foreignEnforce" ? "enforce" : "testing";
  const asItIs = { mode, mx: hosts, maxAge: scenario.maxAge } as const;
  const extra = { ...asItIs, mx: [...hosts, ...hostsOf(scenario.provider, 9)] };
  const settle = (): Step[] => {
    operator.quietUntil = clock.seconds + foreignTtl + recordTtl;
    const off: Step = {
      at: clock.seconds + day,
      change: () => undefined,
      byHand: () => world.setServed(clock.seconds, "foreign", undefined, 0),
    };
    // By the advice: who reads such a file may have met it under the new id.
    const again: Step = { at: operator.quietUntil, change: (program) => raised(program) };
    return scenario.start === "quirky" && strategy.heedsAdvice ? [again, off] : [off];
  };
  const adopt = (at: number): Step => ({ at, change: (program) => ({ ...program, policy: asItIs }), then: settle });
  if (scenario.salt % 4 < 2) return [adopt(day)];
  return [
    {
      at: day,
      change: (program) => ({ ...program, policy: extra }),
      then: settle,
      remedies: {
        "adopt-changed": () => [adopt(clock.seconds + hour)],
        "adopt-changed-softly": () => [adopt(clock.seconds + hour)],
      },
    },
  ];
}

function death(dies: Step["death"]): Pick<Step, "death"> {
  return dies === undefined ? {} : { death: dies };
}
