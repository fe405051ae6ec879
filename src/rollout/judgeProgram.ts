import { MtaStsMode } from "../protocol";
import { livePolicyOf } from "./askLivePolicy";
import { restores } from "./changes";
import { describeChange } from "./describeChange";
import type { MxFacts, PreviousPolicy, TransitionFacts } from "./facts";
import { formatAdvice, formatRefusal } from "./formatFindings";
import { judgeWhatStands } from "./judgeWhatStands";
import { judgeLiveMx } from "./liveMxGuard";
import type { Lookups } from "./lookups";
import { overrideNotice } from "./override";
import { previousForRemoval, previousPolicyOf } from "./previousPolicy";
import { transitionFacts, type NextProgram, type ProgramFacts, type Verdict } from "./programFacts";
import { waitBeforeDrop } from "./rules/mxDropRules";
import { judgeAddress, judgeTransition } from "./transition";

/**
 * What every run says of a domain, also where no resource changes and no hook runs: MX hosts that the policy does not
 * cover, an override and its reason, what stands against the program ({@link judgeWhatStands}), and a policy that the
 * program leaves out while senders hold it.
 */
export async function judgeProgram(program: ProgramFacts, lookups: Lookups): Promise<Verdict> {
  const { domain, next, override } = program;
  if (next !== undefined) {
    const [standing, mx] = await Promise.all([judgeWhatStands(program, lookups), lookUpMx(program, lookups)]);
    const idle = override === undefined ? [] : [overrideNotice(domain, next.id, override)];
    return { ...standing, warnings: [...idle, ...standing.warnings, ...judgeLiveMx(domain, next.policy, mx)] };
  }
  const [standing, policy] = await Promise.all([judgeWhatStands(program, lookups), livePolicyOf(domain, lookups)]);
  const previous = previousForRemoval(policy);
  const verdict = verdictOf({ ...transitionFacts(program), previous, live: { policy, mx: { kind: "notAsked" } } });
  return { ...verdict, warnings: [...standing.warnings, ...verdict.warnings] };
}

/**
 * Judges the step that an update of the policy's resource would take.
 *
 * @param stateFile The policy file in the state; undefined where the resource is new.
 */
export async function judgeStep(
  program: NextProgram,
  stateFile: string | undefined,
  lookups: Lookups,
): Promise<Verdict> {
  const [policy, mx] = await Promise.all([livePolicyOf(program.domain, lookups), lookUpMx(program, lookups)]);
  const previous = previousPolicyOf(stateFile, policy);
  return verdictOf({ ...transitionFacts(program), previous, live: { policy, mx } });
}

/** Judges a change of the address alone: which host it leads to. What is live does not matter to these rules. */
export function judgeHostMove(program: ProgramFacts, previous: PreviousPolicy): Verdict {
  const live = { policy: { state: "notAsked" }, mx: { kind: "notAsked" } } as const;
  const facts = { ...transitionFacts(program), previous, live };
  const { decision, findings } = judgeAddress(facts);
  return {
    notes: [],
    warnings: formatAdvice(findings),
    previous,
    ...(decision === "refuse" ? { refusal: formatRefusal(findings, facts) } : {}),
  };
}

/** Advice that {@link judgeLiveMx} gives anyway: a preview says it once. */
const saidInEveryRun = ["mx-uncovered", "mx-unknown"];

function verdictOf(facts: TransitionFacts): Verdict {
  const { domain, previous, next } = facts;
  const { decision, findings } = judgeTransition(facts);
  const waitSeconds = waitBeforeDrop(facts);
  // What is put back was announced all the time: to senders nothing changes.
  const change = restores(facts)
    ? findings[0]?.reason
    : describeChange(domain, previous.from === "none" ? undefined : previous, next);
  return {
    notes: change === undefined ? [] : [change],
    warnings: formatAdvice(findings.filter(({ code }) => !saidInEveryRun.includes(code))),
    previous,
    ...(waitSeconds > 0 ? { waitSeconds } : {}),
    ...(decision === "refuse" ? { refusal: formatRefusal(findings, facts) } : {}),
  };
}

async function lookUpMx(program: ProgramFacts, lookups: Lookups): Promise<MxFacts> {
  const { domain, next, checkLiveMx, declaresMx = false } = program;
  if (!checkLiveMx || next?.policy.mode === MtaStsMode.None) return { kind: "notAsked" };
  const mx = await lookups.mx(domain);
  // With its first MX records the domain stops being its own mail host. Under enforce they come too late for that.
  const getsFirst =
    declaresMx && (mx.kind === "implicit" || mx.kind === "absent") && next?.policy.mode !== MtaStsMode.Enforce;
  return getsFirst ? { kind: "hosts", hosts: [] } : mx;
}
