import { isoDay } from "../../src/rollout/retirement";
import type { Program } from "../deploy/program";
import { recordTtl } from "../senders/bounds";
import { epoch } from "../world/virtualClock";
import type { Operator } from "./operator";
import type { Step } from "./step";

const minute = 60;
const day = 86400;

/** `none`, which tells senders to let go. */
export function windDown(operator: Operator, at: number): Step {
  return { at, change: (program) => wound(program), then: () => [] };
}

/** Leaves the policy out; where that is refused, by way of `none`, and the date that its deploy prints. */
export function removal(operator: Operator, at: number): Step {
  const { clock } = operator;
  const viaNone = (): Step[] => [
    { at: clock.seconds + minute, change: (program) => wound(program) ?? program, then: () => [retire(operator)] },
  ];
  return {
    at,
    change: (program) => (program.policy === undefined ? undefined : withoutPolicy(program)),
    remedies: { "remove-enforce": viaNone, "remove-testing": viaNone, "remove-too-early": () => [retire(operator)] },
  };
}

/** Lifts the protection once everything that was ever served has expired, and then removes. */
function retire(operator: Operator): Step {
  const { clock } = operator;
  const end = clock.seconds + operator.longestMaxAge + recordTtl + 2 * day;
  const after = isoDay(epoch + (end - 2 * day) * 1000);
  return {
    at: end,
    // A policy that came back meanwhile begins the count anew: that is another removal.
    change: (program) =>
      program.policy?.mode === "none" && operator.lastServed + operator.longestMaxAge + recordTtl < clock.seconds
        ? { ...program, retireAfter: after }
        : undefined,
    then: () => [
      {
        at: clock.seconds + minute,
        change: (program) => (program.policy?.mode === "none" ? withoutPolicy(program) : undefined),
      },
    ],
  };
}

function wound(program: Program): Program | undefined {
  if (program.policy === undefined || program.policy.mode === "none") return undefined;
  return { ...program, policy: { mode: "none", mx: [], maxAge: day } };
}

function withoutPolicy({ zones, hosts, exchangers, retireAfter }: Program): Program {
  return {
    ...{ zones, hosts },
    ...(exchangers === undefined ? {} : { exchangers }),
    ...(retireAfter === undefined ? {} : { retireAfter }),
  };
}
