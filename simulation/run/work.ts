import { emptyTally, addSequence, type Tally } from "../measure/tally";
import { justify, type Justification } from "../measure/justify";
import { ours, strategies } from "../operators/strategies";
import type { Strategy } from "../operators/strategy";
import { scenariosOf } from "../scenario/scenarios";
import { Mail } from "./mail";
import { runSequence } from "./runSequence";

/** A part of a run: every so-manyth scenario of a seed. */
export interface Work {
  seed: number;
  sequences: number;
  /** This part takes the scenarios `part`, `part + parts`, and so on. */
  part: number;
  parts: number;
  /** Of every so many scenarios, the refusals of one are applied anyway. 0: of none. */
  justifyEvery: number;
}

export interface WorkResult {
  tallies: [string, Tally][];
  justifications: Justification[];
}

/** Refusals of one sequence that are applied anyway. */
const mostRefusals = 6;

/** Does a part of a run. The result depends on the work alone, not on how many do it. */
export async function doWork(work: Work, progress: (done: number) => void = () => undefined): Promise<WorkResult> {
  const { seed, sequences, part, parts, justifyEvery } = work;
  const scenarios = scenariosOf(seed, sequences);
  const tallies = strategies.map(({ name }): [string, Tally] => [name, emptyTally()]);
  const justifications: Justification[] = [];
  for (let index = part; index < sequences; index += parts) {
    const scenario = scenarios[index]!;
    const mail = new Mail(scenario);
    const run = (strategy: Strategy) => runSequence(scenario, strategy, undefined, mail);
    for (const [number, strategy] of strategies.entries()) {
      const result = await run(strategy);
      addSequence(tallies[number]![1], index, result);
      if (strategy === ours && justifyEvery > 0 && index % justifyEvery === 0)
        justifications.push(...(await justify(result, run, mostRefusals)));
    }
    if (Math.floor(index / parts) % 50 === 49) progress(50);
  }
  return { tallies, justifications };
}
