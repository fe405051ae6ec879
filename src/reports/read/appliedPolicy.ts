import { type MtaStsMode, parsePolicyFile } from "../../protocol";
import { LIMITS } from "../limits";

/** The policy that a sender says it applied, as far as the verdict compares it: max_age and order do not matter. */
export interface AppliedPolicy {
  mode: MtaStsMode;
  /** Normal form, sorted, unique. */
  mx: readonly string[];
}

const MOST = 1000;
/** Longer texts are read each time. */
const MOST_CHARACTERS = 4096;
const known = new Map<string, AppliedPolicy | undefined>();

/**
 * Reads the `policy-string` of the sts entries of one report (RFC 8460 §4.5). The same policy comes back as the same
 * object. A report that tells of ever different policies is believed some of them: the others are of no policy, under
 * which successes do not count.
 */
export class PolicyReader {
  private left: number = LIMITS.policyCharacters;

  read(strings: readonly string[]): AppliedPolicy | undefined {
    if (strings.length === 0) return undefined;
    if (last !== undefined && isSame(last.strings, strings)) return last.applied;
    const text = strings.length === 1 ? strings[0]! : strings.join("\n");
    this.left -= text.length;
    if (this.left < 0) return undefined;
    const applied = known.has(text) ? known.get(text) : parse(text);
    last = text.length > MOST_CHARACTERS ? undefined : { strings, applied };
    return applied;
  }
}

/** Neighbouring reports tell of the same policy. */
let last: { strings: readonly string[]; applied: AppliedPolicy | undefined } | undefined;

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}

function parse(text: string): AppliedPolicy | undefined {
  const { policy } = parsePolicyFile(text.trim());
  const applied = policy === undefined ? undefined : { mode: policy.mode, mx: [...policy.mx].sort() };
  if (text.length > MOST_CHARACTERS) return applied;
  if (known.size >= MOST) known.clear();
  known.set(text, applied);
  return applied;
}

const shared = new Map<string, AppliedPolicy>();

/** The one object for a policy that came from another thread. */
export function sharedPolicy(policy: AppliedPolicy): AppliedPolicy {
  const key = `${policy.mode} ${policy.mx.join(" ")}`;
  const same = shared.get(key);
  if (same !== undefined) return same;
  if (key.length > MOST_CHARACTERS) return policy;
  if (shared.size >= MOST) shared.clear();
  shared.set(key, policy);
  return policy;
}
