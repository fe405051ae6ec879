import type { MtaStsMode } from "../../src/protocol";
import type { Intent, IntentKind } from "../scenario/scenario";
import { maxAges } from "../scenario/scenarios";
import type { Program } from "../deploy/program";
import { policyFor } from "./beginnings";
import { changeMx, migrate, nextHosts, swappedByHand } from "./mxWishes";
import { moveHost, moveZone } from "./moveWishes";
import type { Operator } from "./operator";
import { removal, windDown } from "./removalWishes";
import type { Step } from "./step";

const hour = 3600;
const day = 86400;

/** The steps by which an operator would do what is wanted, from what the program says at the time. */
export function wish(operator: Operator, intent: Intent, at: number): Step[] {
  return [
    {
      at,
      change: () => undefined,
      // What is wanted depends on what is there when its time has come.
      byHand: () => {
        const [first, ...rest] = wishes[intent.kind](operator, intent, operator.clock.seconds);
        if (first === undefined) return;
        operator.plan([intent.dies === undefined ? first : { ...first, death: intent.dies }, ...rest]);
      },
    },
  ];
}

type Wish = (operator: Operator, intent: Intent, at: number) => Step[];

const wishes: Record<IntentKind, Wish> = {
  enforce,
  testing: (_operator, _intent, at) => [{ at, change: (program) => withMode(program, "testing") }],
  none: (operator, _intent, at) => [windDown(operator, at)],
  remove: (operator, _intent, at) => [removal(operator, at)],
  addMx: (operator, { variant }, at) => changeMx(operator, [...operator.mxHosts, nextHosts(operator, variant)[0]!], at),
  removeMx: (operator, { variant }, at) => {
    const { mxHosts } = operator;
    if (mxHosts.length < 2) return [];
    return changeMx(
      operator,
      mxHosts.filter((_, index) => index !== variant % mxHosts.length),
      at,
    );
  },
  swapMx: (operator, { variant }, at) => changeMx(operator, nextHosts(operator, variant), at),
  migrate,
  maxAge: (_operator, { variant }, at) => [
    { at, change: (program) => withPolicy(program, { maxAge: maxAges[variant % maxAges.length]! }) },
  ],
  revision: (_operator, _intent, at) => [
    { at, change: (program) => withPolicy(program, { revision: (program.policy?.revision ?? 0) + 1 }) },
  ],
  moveHost,
  moveZone,
  goBack,
  outside: swappedByHand,
};

/** Enforcing needs a policy under testing: where there is none, testing comes first. Evidence may take a few tries. */
function enforce(operator: Operator, _intent: Intent, at: number): Step[] {
  const { policy } = operator.program;
  if (policy?.mode === "enforce") return [];
  if (policy === undefined || policy.mode === "none") {
    const testing: Step = {
      at,
      change: (program) => ({ ...program, policy: policyFor(operator, "testing") }),
      then: () => [enforcing(operator, operator.clock.seconds + 16 * day, 0)],
    };
    return [testing];
  }
  return [enforcing(operator, at, 0)];
}

function enforcing(operator: Operator, at: number, tries: number): Step {
  const again = (days: number): Step[] =>
    tries < 6 ? [enforcing(operator, operator.clock.seconds + days * day, tries + 1)] : [];
  const later = (): Step[] => again(5);
  const mended = (): Step[] => {
    for (const host of operator.world.mended.keys()) operator.world.mended.set(host, operator.clock.seconds + hour);
    return again(15);
  };
  return {
    at,
    change: (program) => (program.policy?.mode === "testing" ? withMode(program, "enforce") : undefined),
    remedies: {
      "enforce-not-ready": mended,
      "enforce-insufficient-evidence": later,
      "enforce-without-evidence": later,
    },
  };
}

/** A and then B and then A: another max_age for a while, or testing for a while, and back in a hurry. */
function goBack(operator: Operator, { variant }: Intent, at: number): Step[] {
  const { policy } = operator.program;
  if (policy === undefined || policy.mode === "none") return [];
  const away = [10, 250, hour, 2 * day][variant % 4]!;
  const there = (program: Program): Program | undefined =>
    variant % 3 === 0 ? withMode(program, "testing") : withPolicy(program, { maxAge: policy.maxAge + day });
  const back = (program: Program): Program | undefined =>
    variant % 3 === 0 ? withMode(program, policy.mode) : withPolicy(program, { maxAge: policy.maxAge });
  return [{ at, change: there, then: () => [{ at: operator.clock.seconds + away, change: back }] }];
}

function withMode(program: Program, mode: MtaStsMode): Program | undefined {
  // From none the list of hosts is gone: that is a new beginning, and the wish to enforce makes it.
  if (program.policy === undefined || program.policy.mode === "none") return undefined;
  return withPolicy(program, { mode });
}

function withPolicy(program: Program, change: Partial<NonNullable<Program["policy"]>>): Program | undefined {
  return program.policy === undefined ? undefined : { ...program, policy: { ...program.policy, ...change } };
}
