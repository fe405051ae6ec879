import { guardRules, transitionTable } from "../../src/rollout/transitionTable";
import { standingRules } from "../../src/rollout/rules/standingRules";
import { ours } from "../operators/strategies";
import type { Strategy } from "../operators/strategy";
import type { SequenceResult } from "../run/runSequence";

/** What a refusal saves: the same sequences with and without it. */
export interface Justification {
  code: string;
  /** How often it was met. */
  refused: number;
  /** How often it was applied anyway, each in a run of its own. */
  applied: number;
  /** In how many of these runs senders were worse off. */
  harmful: number;
  /** By how much, in all of them together. */
  undelivered: number;
  late: number;
  stale: number;
  inClear: number;
  unprotected: number;
  /** What the rule says for itself. */
  why: string;
}

const harms = ["undelivered", "late", "stale", "inClear", "unprotected"] as const;

/**
 * Runs a sequence once more for each of its refusals, with that one applied anyway.
 *
 * @param plain what ours did
 * @param run runs a strategy through the same scenario
 * @param most of so many refusals
 */
export async function justify(
  plain: SequenceResult,
  run: (strategy: Strategy) => Promise<SequenceResult>,
  most: number,
): Promise<Justification[]> {
  const found: Justification[] = [];
  for (const [number, codes] of plain.log.refusals.slice(0, most).entries()) {
    const forced = await run({ ...ours, forces: number });
    const more = (key: (typeof harms)[number]): number => Math.max(0, forced.journal[key] - plain.journal[key]);
    const [code = ""] = codes;
    found.push({
      ...{ code, refused: 1, applied: 1, harmful: harms.some((key) => more(key) > 0) ? 1 : 0 },
      ...{ undelivered: more("undelivered"), late: more("late"), stale: more("stale") },
      ...{ inClear: more("inClear"), unprotected: more("unprotected"), why: reasons.get(code) ?? "" },
    });
  }
  return found;
}

/** Sums by code, the most frequent first. */
export function sumJustifications(parts: readonly Justification[]): Justification[] {
  const sums = new Map<string, Justification>();
  for (const part of parts) {
    const sum = sums.get(part.code);
    if (sum === undefined) sums.set(part.code, { ...part });
    else for (const key of ["refused", "applied", "harmful", ...harms] as const) sum[key] += part[key];
  }
  return [...sums.values()].sort((a, b) => b.refused - a.refused);
}

const existing: [string, string][] = [
  ["record-exists", "The record is somebody's, and would be overwritten, or stand twice, which means none."],
  ["record-not-recorded", "Cloudflare takes no second record of the same text."],
  ["record-in-other-zone", "The live record would be deleted while senders still ask for it."],
  ["protected", "The engine's own protection of what senders hold."],
];

const reasons = new Map<string, string>([
  ...[
    ...Object.values(transitionTable).flatMap((row) => Object.values(row).flat()),
    ...guardRules,
    ...standingRules,
  ].map(({ code, summary }): [string, string] => [code, summary]),
  ...existing,
]);
