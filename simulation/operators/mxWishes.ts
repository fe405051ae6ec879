import type { Program } from "../deploy/program";
import type { Intent } from "../scenario/scenario";
import { propagation, recordTtl } from "../senders/bounds";
import { hostsOf, patternsOf, providers } from "../world/mailHosts";
import type { Operator } from "./operator";
import type { Step } from "./step";

const minute = 60;
const hour = 3600;

/** Hosts that the domain does not use yet. */
export function nextHosts(operator: Operator, variant: number): string[] {
  const provider = operator.scenario.provider + (variant % 2) * (1 + (variant % 3));
  for (let round = 1; round < 20; round++) {
    const hosts = hostsOf(provider % providers.length, round);
    if (hosts.every((host) => !operator.mxHosts.includes(host))) return hosts;
  }
  return hostsOf(provider, 20);
}

/** A change of the mail hosts: in one program with the policy, or by hand beside it. */
export function changeMx(operator: Operator, target: readonly string[], at: number): Step[] {
  const { strategy, program } = operator;
  if (strategy.mxLead > 0) return [mxThenPolicy(operator, target, at)];
  return program.exchangers === undefined ? byHand(operator, target, at) : inProgram(operator, target, at);
}

/** Steps back first where the policy enforces, then moves everything; the wish to enforce comes again later. */
export function migrate(operator: Operator, { variant }: Intent, at: number): Step[] {
  const target = nextHosts(operator, 2 * variant + 1);
  if (operator.program.policy?.mode !== "enforce" || variant % 2 === 0) return changeMx(operator, target, at);
  const stepBack: Step = {
    at,
    change: (program) =>
      program.policy?.mode === "enforce" ? { ...program, policy: { ...program.policy, mode: "testing" } } : undefined,
    then: () => changeMx(operator, target, operator.clock.seconds + hour),
  };
  return [stepBack];
}

/** One deploy first. Where it is refused, the hosts that leave stay in the policy until resolvers have forgotten them. */
function inProgram(operator: Operator, target: readonly string[], at: number): Step[] {
  const leaving = () => operator.mxHosts.filter((host) => !target.includes(host));
  const drop = (): Step[] => [
    { at: operator.clock.seconds + waitForMx(operator), change: (program) => withList(operator, program, []) },
  ];
  const keepFirst = (): Step[] => [
    {
      at: operator.clock.seconds + minute,
      change: (program) => withList(operator, { ...program, exchangers: target }, leaving()),
      then: drop,
    },
  ];
  const atOnce: Step = {
    at,
    change: (program) => withList(operator, { ...program, exchangers: target }, []),
    remedies: { "mx-still-needed": keepFirst, "mx-uncovered-enforced": keepFirst },
  };
  return [atOnce];
}

/** The policy names old and new hosts, then the records change, then the policy drops the old ones. */
function byHand(operator: Operator, target: readonly string[], at: number): Step[] {
  const { strategy, clock } = operator;
  const patterns = (hosts: readonly string[]) => patternsOf(hosts, operator.scenario.salt % 2 === 0);
  const both = [...new Set([...operator.mxHosts, ...target])];
  const drop: () => Step = () => ({
    at: clock.seconds + waitForMx(operator),
    change: (program) => withList(operator, program, patterns(operator.mxHosts)),
  });
  const records = (): Step[] => [
    {
      at: clock.seconds + (strategy.heedsAdvice ? recordTtl + propagation : 0),
      byHand: () => {
        setBesides(operator, target);
        operator.plan([drop()]);
      },
      change: () => undefined,
    },
  ];
  if (operator.program.policy === undefined || operator.program.policy.mode === "none")
    return [{ at, byHand: () => operator.setMx(target), change: () => undefined }];
  if (target.every((host) => operator.mxHosts.includes(host))) {
    // Fewer hosts: the hasty take them out of the policy first, which is refused.
    const hasty: Step = {
      at,
      change: (program) => withList(operator, program, patterns(target)),
      then: () => [{ at: clock.seconds, byHand: () => operator.setMx(target), change: () => undefined }],
      remedies: { "mx-still-needed": records },
    };
    return [hasty];
  }
  return [{ at, change: (program) => withList(operator, program, patterns(both)), then: records }];
}

function mxThenPolicy(operator: Operator, target: readonly string[], at: number): Step {
  const { strategy, clock } = operator;
  const policy: () => Step = () => ({
    at: clock.seconds + strategy.mxLead,
    change: (program) => withList(operator, program, patternsOf(operator.mxHosts, operator.scenario.salt % 2 === 0)),
  });
  return {
    at,
    byHand: () => {
      operator.setMx(target);
      operator.plan([policy()]);
    },
    change: () => undefined,
  };
}

/** Somebody changes the records and tells nobody. The next run of the program says so, and the operator mends it. */
export function swappedByHand(operator: Operator, { variant }: Intent, at: number): Step[] {
  const { clock } = operator;
  const target = nextHosts(operator, variant);
  const noticed = [2 * hour, 20 * hour][variant % 2]!;
  const old = operator.mxHosts;
  const dropOld: Step["then"] = () => [
    {
      at: clock.seconds + waitForMx(operator),
      change: (program) => withList(operator, program, program.exchangers ? [] : patternsOf(operator.mxHosts, false)),
    },
  ];
  const mend: () => Step = () => ({
    at: clock.seconds + noticed,
    byHand: () => operator.refreshMx(),
    change: (program) =>
      program.exchangers === undefined
        ? withList(operator, program, [...old, ...operator.mxHosts])
        : withList(operator, { ...program, exchangers: operator.mxHosts }, old),
    then: dropOld,
  });
  return [
    {
      at,
      byHand: () => {
        setBesides(operator, target);
        operator.plan([mend()]);
      },
      change: () => undefined,
    },
  ];
}

/** Changes the records by hand, beside any program: where no host fits the policy any more, no deploy has done that. */
function setBesides(operator: Operator, target: readonly string[]): void {
  operator.setMx(target);
  if (!operator.fitsPolicies(target)) operator.world.outside.push({ from: operator.clock.seconds, to: Infinity });
}

/** Seconds between a change of the records and the policy that no longer names the old hosts. */
function waitForMx({ strategy, scenario }: Operator): number {
  return strategy.heedsAdvice ? scenario.mxTtl + 2 * propagation : minute;
}

/** The list of the policy, and with it what resolvers may still remember. */
function withList(operator: Operator, program: Program, mx: readonly string[]): Program {
  if (program.policy === undefined || program.policy.mode === "none") return program;
  const all = [...new Set([...mx, ...operator.lingering()])].filter((host) => !program.exchangers?.includes(host));
  return { ...program, policy: { ...program.policy, mx: all } };
}
