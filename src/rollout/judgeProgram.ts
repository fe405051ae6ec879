import { MtaStsMode, type Policy } from "../protocol";
import { restores } from "./changes";
import { describeChange } from "./describeChange";
import type { LivePolicy, MxFacts, Override, PreviousPolicy, ReadinessVerdict, Retire, TransitionFacts } from "./facts";
import { formatAdvice, formatRefusal } from "./formatFindings";
import { judgeLiveMx } from "./liveMxGuard";
import { lookUpLivePolicy, type FileAnswer } from "./livePolicy";
import type { Lookups } from "./lookups";
import { overrideNotice } from "./override";
import { previousForRemoval, previousPolicyOf } from "./previousPolicy";
import { judgeAddress, judgeTransition } from "./transition";

/** What a program says of one domain, in the form that the rules take. */
export interface ProgramFacts {
  domain: string;
  /** Absent where the program leaves `policy` out. */
  next?: { policy: Policy; id: string };
  /** Seconds. */
  ttl: number;
  /** Whether `_smtp._tls` is declared. */
  tlsReporting: boolean;
  readiness?: ReadinessVerdict;
  host?: TransitionFacts["host"];
  override?: Override;
  retire?: Retire;
  /** `rollout.checkLiveMx`; false leaves the MX hosts alone. */
  checkLiveMx: boolean;
  /** Whether the program declares MX records in the same deploy. */
  declaresMx?: boolean;
  /** `YYYY-MM-DD`, UTC. */
  today: string;
}

/** What to print, and what to fail with. */
export interface Verdict {
  /** One line each, for the log's information level. */
  notes: string[];
  warnings: string[];
  /** The message of the error that stops the deploy; absent where it may go on. */
  refusal?: string;
  /** What the step starts from. */
  previous: PreviousPolicy;
}

/**
 * What every run says of a domain, also where no resource changes and no hook runs: MX hosts that the policy does not
 * cover, an override and its reason, and a policy that the program leaves out while senders hold it.
 */
export async function judgeProgram(program: ProgramFacts, lookups: Lookups): Promise<Verdict> {
  const { domain, next, override } = program;
  const idle = override === undefined ? [] : [overrideNotice(domain, next?.id, override)];
  if (next !== undefined) {
    const mx = await lookUpMx(program, lookups);
    return { notes: [], warnings: [...idle, ...judgeLiveMx(domain, next.policy, mx)], previous: { from: "none" } };
  }
  const policy = await livePolicyOf(domain, lookups);
  const previous = previousForRemoval(policy);
  return verdictOf({ ...transitionFacts(program), previous, live: { policy, mx: { kind: "notAsked" } } });
}

/**
 * Judges the step that an update of the policy's resource would take.
 *
 * @param stateFile The policy file in the state; undefined where the resource is new.
 */
export async function judgeStep(
  program: ProgramFacts & { next: { policy: Policy; id: string } },
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
  // What is put back was announced all the time: to senders nothing changes.
  const change = restores(facts)
    ? findings[0]?.reason
    : describeChange(domain, previous.from === "none" ? undefined : previous, next);
  return {
    notes: change === undefined ? [] : [change],
    warnings: formatAdvice(findings.filter(({ code }) => !saidInEveryRun.includes(code))),
    previous,
    ...(decision === "refuse" ? { refusal: formatRefusal(findings, facts) } : {}),
  };
}

function transitionFacts(program: ProgramFacts): Omit<TransitionFacts, "previous" | "live"> {
  const { domain, next, ttl, tlsReporting, readiness, host, override, retire, today } = program;
  return {
    domain,
    ttl,
    tlsReporting,
    today,
    ...(next === undefined ? {} : { next }),
    ...(readiness === undefined ? {} : { readiness }),
    ...(host === undefined ? {} : { host }),
    ...(override === undefined ? {} : { override }),
    ...(retire === undefined ? {} : { retire }),
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

/** What senders find now. */
export function livePolicyOf(domain: string, lookups: Lookups): Promise<LivePolicy> {
  return lookUpLivePolicy({
    txt: () => lookups.txt(`_mta-sts.${domain}`),
    file: async () => fileAnswer(await lookups.policy(`mta-sts.${domain}`)),
  });
}

type Fetched = Awaited<ReturnType<Lookups["policy"]>>;

/** Kinds of failure after which nobody can say what the host serves. */
const unreachable: readonly Fetched["kind"][] = ["dns", "connect", "refusedAddress", "timeout", "tls", "http"];

function fileAnswer(fetched: Fetched): FileAnswer {
  return fetched.ok
    ? { ok: true, text: fetched.bytes.toString("utf8") }
    : { ok: false, unreachable: unreachable.includes(fetched.kind), reason: fetched.seen };
}
