import { policyId, renderPolicy, type MtaStsMode, type Policy } from "../../src/protocol";
import type { HostKind, ZoneKind } from "../scenario/scenario";

/** What an operator's program says: the arguments of the component, as far as senders feel them. */
export interface Program {
  /** Absent in stage one, and after the end. */
  policy?: ProgramPolicy;
  /** `mailExchangers`; absent where the MX records are kept by hand. */
  exchangers?: readonly string[];
  zones: readonly ZoneKind[];
  /** The hosts that are declared, the one that the address leads to first. */
  hosts: readonly HostKind[];
  /** `rollout.retire.after` */
  retireAfter?: string;
  /** `rollout.override.policyId` */
  override?: string;
}

export interface ProgramPolicy {
  mode: MtaStsMode;
  /** Beside the exchangers, whose names are patterns already. */
  mx: readonly string[];
  maxAge: number;
  revision?: number;
}

/** What the program would publish. */
export interface Publication {
  policy: Policy;
  text: string;
  id: string;
}

export function publicationOf(program: Program): Publication | undefined {
  if (program.policy === undefined) return undefined;
  const publication = known.get(program) ?? publish(program, program.policy);
  known.set(program, publication);
  return publication;
}

/** Programs are never changed, only replaced. */
const known = new WeakMap<Program, Publication>();

function publish({ exchangers = [] }: Program, policy: ProgramPolicy): Publication {
  const { mode, maxAge, revision } = policy;
  // As in the component: one list for the records and the policy; `none` needs no list.
  const mx = mode === "none" ? [] : [...new Set([...policy.mx, ...exchangers])].sort();
  const key = `${mode} ${maxAge} ${revision ?? ""} ${mx.join(" ")}`;
  const before = published.get(key);
  if (before !== undefined) return before;
  const parsed: Policy = { mode, mx, maxAge };
  const text = renderPolicy(parsed);
  const publication = { policy: parsed, text, id: policyId(text, revision) };
  if (published.size >= remembered) published.clear();
  published.set(key, publication);
  return publication;
}

/** By what they say: the strategies of one scenario publish much the same. */
const published = new Map<string, Publication>();
const remembered = 1000;
