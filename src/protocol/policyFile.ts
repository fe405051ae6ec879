import { mxAdvice, readMaxAge, readMode, readMx, readVersion, type Violate } from "./policyFields";
import { readPolicyLines, type PolicyLine } from "./policyLines";
import { MtaStsMode } from "./mode";
import { POLICY_SIZE_LIMIT, sortedUnique, type Policy } from "./policy";
import { bounded, type Violation } from "./violation";

/** A field of a policy file that this version of MTA-STS gives no meaning to. */
export interface PolicyField {
  name: string;
  value: string;
  line: number;
}

/** A policy file as read. It is strictly valid if there is a policy and no violation. */
export interface ParsedPolicyFile {
  /**
   * What a lenient sender takes from the file: of duplicates the first wins, stray spaces and lines that are no fields
   * are skipped, unusable mx are dropped. Absent if version, mode or max_age cannot be read, or no mx is left for
   * another mode than `none`, or the file is larger than 64 KB.
   */
  policy?: Policy;
  /** Extension fields, which senders ignore; duplicates included. */
  unknownFields: PolicyField[];
  /** What breaks RFC 8461 §3.2, at most 100. */
  violations: Violation[];
  /** What is allowed and still deserves a look: repeated or overly wide mx, mx of a single label. */
  advice: Violation[];
}

const RULE = "RFC 8461 §3.2";

/** Reads the body of `https://mta-sts.<domain>/.well-known/mta-sts.txt`; reports every violation. Never throws. */
export function parsePolicyFile(bytes: Uint8Array | string): ParsedPolicyFile {
  const unreadable = unreadableFile(bytes);
  if (unreadable) return { unknownFields: [], violations: [unreadable], advice: [] };

  const { lines, violations } = readPolicyLines(bytes);
  const version = single("version", readVersion);
  const mode = single("mode", readMode);
  const maxAge = single("max_age", readMaxAge);
  const { mx, advice } = mxOf(lines, mode, violations);
  const isComplete = version !== undefined && mode !== undefined && maxAge !== undefined;
  const policy = isComplete && (mx.length > 0 || mode === MtaStsMode.None) ? { mode, mx, maxAge } : undefined;
  return {
    ...(policy && { policy }),
    unknownFields: lines.filter(({ name }) => !KNOWN.has(name)),
    violations: bounded(violations.sort((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity))),
    advice: bounded(advice),
  };

  /** A field that is required once; the first wins. */
  function single<T>(name: string, read: (value: string, violate: Violate) => T | undefined): T | undefined {
    const [first, ...others] = lines.filter((line) => line.name === name);
    for (const { line } of others)
      violations.push({
        code: `${name.replace("_", "-")}-duplicate`,
        line,
        message: `The field "${name}" stands more than once; the first wins`,
        rule: RULE,
      });
    if (first) return read(first.value, at(first.line, violations));
    violations.push(missing(name, lines));
    return undefined;
  }
}

const KNOWN = new Set(["version", "mode", "mx", "max_age"]);

function mxOf(
  lines: readonly PolicyLine[],
  mode: MtaStsMode | undefined,
  violations: Violation[],
): { mx: string[]; advice: Violation[] } {
  const advice: Violation[] = [];
  const seen = new Set<string>();
  const mxLines = lines.filter(({ name }) => name === "mx");
  for (const { value, line } of mxLines) {
    const pattern = readMx(value, at(line, violations));
    if (pattern === undefined) continue;
    const note = mxAdvice(pattern);
    if (seen.has(pattern))
      advice.push({ code: "mx-duplicate", line, message: `The mx ${pattern} stands more than once`, rule: RULE });
    else if (note) advice.push({ ...note, line });
    seen.add(pattern);
  }
  if (mxLines.length === 0 && mode !== undefined && mode !== MtaStsMode.None) violations.push(missing("mx", lines));
  return { mx: sortedUnique([...seen]), advice };
}

/** A file that is not worth reading line by line. */
function unreadableFile(bytes: Uint8Array | string): Violation | undefined {
  const size = typeof bytes === "string" ? Buffer.byteLength(bytes) : bytes.byteLength;
  if (size === 0) return { code: "empty-file", message: "The file is empty", rule: RULE };
  if (size > POLICY_SIZE_LIMIT)
    return {
      code: "file-size",
      message: `The file has ${size} bytes; senders need not read more than ${POLICY_SIZE_LIMIT}`,
      rule: "RFC 8461 §3.3",
    };
  const start = typeof bytes === "string" ? bytes.slice(0, 200) : Buffer.from(bytes.subarray(0, 200)).toString("utf8");
  if (/^\uFEFF?\s*<[a-z!?]/i.test(start))
    return { code: "html", message: "The file is HTML or XML, not a policy", rule: RULE };
  return undefined;
}

function missing(name: string, lines: readonly PolicyLine[]): Violation {
  const miscased = lines.find((line) => line.name.toLowerCase() === name);
  const hint = miscased ? `; line ${miscased.line} has "${miscased.name}", which is another name: case matters` : "";
  return { code: `${name.replace("_", "-")}-missing`, message: `The field "${name}" is missing${hint}`, rule: RULE };
}

function at(line: number, violations: Violation[]): Violate {
  return (code, message, rule = RULE) => {
    violations.push({ code, line, message, rule });
  };
}

/** Whether two policies mean the same to a sender. */
export function samePolicy(a: Policy, b: Policy): boolean {
  const mxOfA = sortedUnique(a.mx);
  const mxOfB = sortedUnique(b.mx);
  return (
    a.mode === b.mode &&
    a.maxAge === b.maxAge &&
    mxOfA.length === mxOfB.length &&
    mxOfA.every((pattern, index) => pattern === mxOfB[index])
  );
}
