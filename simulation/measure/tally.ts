import type { SequenceResult } from "../run/runSequence";

/** The sums of one strategy over many sequences. Plain numbers: they cross threads. */
export interface Tally {
  sequences: number;
  accepted: number;
  refused: number;
  messages: number;
  undelivered: number;
  outside: number;
  delayed: number;
  late: number;
  inClear: number;
  stale: number;
  unprotected: number;
  unprotectedSeconds: number;
  lostReports: number;
  longestDelay: number;
  /** Sequences in which a property broke. */
  broken: number;
  /** Refusals by the code of the rule. */
  refusals: Record<string, number>;
  /** Indexes of the first sequences in which a property broke. */
  examples: number[];
}

const most = 10;

export function emptyTally(): Tally {
  return {
    ...{ sequences: 0, accepted: 0, refused: 0, messages: 0, undelivered: 0, outside: 0, delayed: 0, late: 0 },
    ...{ inClear: 0, stale: 0, unprotected: 0, unprotectedSeconds: 0, lostReports: 0, longestDelay: 0, broken: 0 },
    ...{ refusals: {}, examples: [] },
  };
}

/** Which of the properties a sequence breaks; none is what the component promises. */
export function brokenProperties({ journal }: Pick<SequenceResult, "journal">): string[] {
  return (["undelivered", "late", "inClear", "stale"] as const).filter((property) => journal[property] > 0);
}

export function addSequence(tally: Tally, index: number, result: SequenceResult): void {
  const { journal, log } = result;
  tally.sequences++;
  tally.accepted += log.accepted;
  tally.refused += log.refused;
  for (const key of summed) tally[key] += journal[key];
  tally.longestDelay = Math.max(tally.longestDelay, journal.longestDelay);
  for (const codes of log.refusals) for (const code of codes) tally.refusals[code] = (tally.refusals[code] ?? 0) + 1;
  if (brokenProperties(result).length === 0) return;
  tally.broken++;
  if (tally.examples.length < most) tally.examples.push(index);
}

const summed = [
  ...(["messages", "undelivered", "outside", "delayed", "late", "inClear", "stale"] as const),
  ...(["unprotected", "unprotectedSeconds", "lostReports"] as const),
] as const;

/** The sums of two parts of one run. */
export function addTally(into: Tally, part: Tally): Tally {
  const refusals = { ...into.refusals };
  for (const [code, count] of Object.entries(part.refusals)) refusals[code] = (refusals[code] ?? 0) + count;
  const sum: Tally = {
    ...into,
    refusals,
    longestDelay: Math.max(into.longestDelay, part.longestDelay),
    examples: [...into.examples, ...part.examples].sort((a, b) => a - b).slice(0, most),
  };
  for (const key of [...summed, "sequences", "accepted", "refused", "broken"] as const)
    sum[key] = into[key] + part[key];
  return sum;
}
