import { defaultMaxAge, MAX_AGE_LIMIT, parseMaxAge } from "./maxAge";
import { parseList } from "./inputList";
import { isMode, MtaStsMode } from "./mode";
import { isMxValue, parseMxPattern } from "./mxPattern";
import type { Fault } from "./problem";
import { accept, problemsOf, refuse, type Result } from "./result";
import { parseRevision } from "./revision";

export { DEFAULT_MAX_AGE, DEFAULT_MAX_AGE_NONE, MAX_AGE_LIMIT } from "./maxAge";

/** Bytes of a policy that senders need not read beyond (RFC 8461 §3.3). */
export const POLICY_SIZE_LIMIT = 65536;
/** More patterns than fit, even of the shortest; keeps hostile lists unread. */
const MX_LIMIT = 10000;
const POLICY_SIZE_FAULT: Fault = {
  code: "policy-size",
  rule: `senders need not read more than ${POLICY_SIZE_LIMIT} bytes of a policy (RFC 8461 §3.3)`,
  remedy: "List fewer hosts, or a wildcard for those of one domain.",
};

/** What a policy file says, in normal form: two policies of one meaning are equal, field by field. */
export interface Policy {
  mode: MtaStsMode;
  /** Patterns in the form of `parseMxPattern`: sorted, each once. */
  mx: string[];
  /** Seconds that senders may keep the policy for. */
  maxAge: number;
}

/** What a user gives for a policy: any value, so far. */
export interface PolicyInput {
  mode: unknown;
  /** A list of MX patterns; may be absent for mode `none`. */
  mx?: unknown;
  /** Seconds; a week by default, a day for mode `none`. */
  maxAge?: unknown;
  /** Checked here; it belongs to the policy's id, not to the policy. */
  revision?: unknown;
}

/**
 * Reads a policy as a user gives it, applies the defaults and reports every problem at once.
 *
 * @param path Where the policy stands in the user's arguments; problems are at `path.mode`, `path.mx[0]` and so on.
 */
export function parsePolicyInput(input: PolicyInput, path: string): Result<Policy> {
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  const mode = parseMode(input.mode, at("mode"));
  const mx = parseMxList(input.mx, at("mx"), mode.ok ? mode.value : undefined);
  const maxAge =
    input.maxAge === undefined
      ? accept(defaultMaxAge(mode.ok ? mode.value : MtaStsMode.Testing))
      : parseMaxAge(input.maxAge, at("maxAge"));
  const revision = parseRevision(input.revision, at("revision"));
  if (!mode.ok || !mx.ok || !maxAge.ok || !revision.ok)
    return { ok: false, problems: [mode, mx, maxAge, revision].flatMap(problemsOf) };

  const policy = { mode: mode.value, mx: mx.value, maxAge: maxAge.value };
  return renderPolicy(policy).length > POLICY_SIZE_LIMIT
    ? refuse(at("mx"), mx.value, POLICY_SIZE_FAULT)
    : accept(policy);
}

function parseMode(value: unknown, path: string): Result<MtaStsMode> {
  if (isMode(value)) return accept(value);
  return refuse(path, value, {
    code: "mode-unknown",
    rule: 'mode is "testing", "enforce" or "none", in lower case (RFC 8461 §3.2)',
    remedy: "Use MtaStsMode.Testing first, MtaStsMode.Enforce once reports are clean, MtaStsMode.None to wind down.",
  });
}

function parseMxList(value: unknown, path: string, mode: MtaStsMode | undefined): Result<string[]> {
  const list = value ?? [];
  if (Array.isArray(list) && list.length === 0 && mode !== undefined && mode !== MtaStsMode.None)
    return refuse(path, value, {
      code: "mx-empty",
      rule: `mode "${mode}" needs at least one mx (RFC 8461 §3.2)`,
      remedy: 'List the hosts of the domain\'s MX records; a domain without mail has mode "none".',
    });
  const patterns = parseList(list, path, parseMxPattern, {
    notList: {
      code: "mx-list",
      rule: "mx is a list of host names (RFC 8461 §3.2)",
      remedy: 'Give a list, such as ["mx1.example.com"].',
    },
    limit: MX_LIMIT,
    tooLong: POLICY_SIZE_FAULT,
  });
  return patterns.ok ? accept(sortedUnique(patterns.value)) : patterns;
}

/**
 * The policy file in its one canonical form: fixed order of fields, sorted mx, CRLF after every line and none beyond.
 *
 * @throws TypeError if the policy is not in normal form: it is served and hashed as it stands, so take it from
 *   `parsePolicyInput` or `parsePolicyFile`.
 */
export function renderPolicy(policy: Policy): string {
  assertNormal(policy);
  const fields = [
    "version: STSv1",
    `mode: ${policy.mode}`,
    ...policy.mx.map((pattern) => `mx: ${pattern}`),
    `max_age: ${policy.maxAge}`,
  ];
  return fields.map((field) => `${field}\r\n`).join("");
}

function assertNormal({ mode, mx, maxAge }: Policy): void {
  const isNormalMx = (pattern: string, index: number): boolean =>
    isMxValue(pattern) && pattern === pattern.toLowerCase() && (index === 0 || mx[index - 1]! < pattern);
  if (!isMode(mode) || !mx.every(isNormalMx) || (mx.length === 0 && mode !== MtaStsMode.None))
    throw new TypeError("The policy is not in normal form: make it with parsePolicyInput");
  if (!Number.isInteger(maxAge) || maxAge < 0 || maxAge > MAX_AGE_LIMIT)
    throw new TypeError("The policy's maxAge is out of range: make the policy with parsePolicyInput");
}

/** Each once, in the order of their characters' codes, whatever the machine's language. */
export function sortedUnique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
