import { showValue } from "./showValue";
import type { TxtRecordKind } from "./txtRecordKind";
import type { Violation } from "./violation";

/**
 * Chooses the record among all TXT records of its name. Those that do not begin with `v=STSv1;` (or `v=TLSRPTv1;`) are
 * discarded, and exactly one must remain.
 */
export function selectTxt(
  texts: readonly string[],
  kind: TxtRecordKind,
): { text?: string; candidates: string[]; unrelated: string[]; violations: Violation[] } {
  const start = `v=${kind.version};`;
  const candidates = texts.filter((text) => text.startsWith(start));
  const unrelated = texts.filter((text) => !text.startsWith(start));
  if (candidates.length === 1) return { text: candidates[0]!, candidates, unrelated, violations: [] };
  const violation = candidates.length === 0 ? noRecord(unrelated, kind) : severalRecords(candidates.length, kind);
  return { candidates, unrelated, violations: [violation] };
}

function noRecord(unrelated: readonly string[], kind: TxtRecordKind): Violation {
  const near = unrelated.find((text) =>
    text.toLowerCase().replace(/[\s"]/g, "").startsWith(`v=${kind.version.toLowerCase()}`),
  );
  const message =
    near === undefined
      ? `No TXT record at ${kind.name} begins with "v=${kind.version};", so ${kind.consequence}`
      : `The TXT record ${showValue(near)} is discarded because it does not begin with "v=${kind.version};" to the letter, so ${kind.consequence}`;
  return { code: near === undefined ? "record-missing" : "record-discarded", message, rule: kind.rule };
}

function severalRecords(count: number, kind: TxtRecordKind): Violation {
  return {
    code: "record-several",
    message: `${count} TXT records at ${kind.name} begin with "v=${kind.version};" where exactly one may, so ${kind.consequence}`,
    rule: kind.rule,
  };
}
