import type { Policy } from "../protocol";
import type { Override, PreviousPolicy, ReadinessVerdict, Retire, TransitionFacts } from "./facts";

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
  /** `rollout.verifyPublication`; false leaves the policy host alone where nothing changes. */
  verifyPublication: boolean;
  /** The name servers of the program's zones, each zone's or none; absent where one is not known yet, in a preview. */
  zoneServers?: readonly string[];
  /** Whether the program declares MX records in the same deploy. */
  declaresMx?: boolean;
  /** `YYYY-MM-DD`, UTC. */
  today: string;
}

/** One that has a policy. */
export type NextProgram = ProgramFacts & Required<Pick<ProgramFacts, "next">>;

/** What to print, and what to fail with. */
export interface Verdict {
  /** One line each, for the log's information level. */
  notes: string[];
  warnings: string[];
  /** The message of the error that stops the deploy; absent where it may go on. */
  refusal?: string;
  /** What the step starts from. */
  previous: PreviousPolicy;
  /** Seconds for which an update waits before it changes the policy's file; absent where it does not. */
  waitSeconds?: number;
}

/** The part of a step's facts that the program says itself. */
export function transitionFacts(program: ProgramFacts): Omit<TransitionFacts, "previous" | "live"> {
  const { domain, next, ttl, tlsReporting, declaresMx, readiness, host, override, retire, today } = program;
  return {
    domain,
    ttl,
    tlsReporting,
    today,
    ...(next === undefined ? {} : { next }),
    ...(declaresMx === undefined ? {} : { declaresMx }),
    ...(readiness === undefined ? {} : { readiness }),
    ...(host === undefined ? {} : { host }),
    ...(override === undefined ? {} : { override }),
    ...(retire === undefined ? {} : { retire }),
  };
}
