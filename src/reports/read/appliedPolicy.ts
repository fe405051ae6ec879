import { type MtaStsMode, parsePolicyFile } from "../../protocol";

/** The policy that a sender says it applied, as far as the verdict compares it: max_age and order do not matter. */
export interface AppliedPolicy {
  mode: MtaStsMode;
  /** Normal form, sorted, unique. */
  mx: readonly string[];
}

const MOST = 1000;
const known = new Map<string, AppliedPolicy | undefined>();

/** Reads `policy-string` of an sts entry (RFC 8460 §4.5). The same policy comes back as the same object. */
export function appliedPolicy(strings: readonly string[]): AppliedPolicy | undefined {
  if (strings.length === 0) return undefined;
  if (last !== undefined && isSame(last.strings, strings)) return last.applied;
  const text = strings.length === 1 ? strings[0]! : strings.join("\n");
  const applied = known.has(text) ? known.get(text) : read(text);
  last = { strings, applied };
  return applied;
}

/** Neighbouring reports tell of the same policy. */
let last: { strings: readonly string[]; applied: AppliedPolicy | undefined } | undefined;

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}

function read(text: string): AppliedPolicy | undefined {
  const { policy } = parsePolicyFile(text.trim());
  const applied = policy === undefined ? undefined : { mode: policy.mode, mx: [...policy.mx].sort() };
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
  if (shared.size >= MOST) shared.clear();
  shared.set(key, policy);
  return policy;
}
