import { type ChildProcess, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";

/** Milliseconds. */
export interface Sample {
  clock: number;
  /** Of the processor, all threads together: a busy machine changes it least. */
  cpu: number;
  /** Of the processor, the one thread that had most of it: the clock of a machine with a free core for each. */
  busiest: number;
}

/** Rounds before those that count: compilers need some to make fast code. */
const WARM_UP = 2;

/**
 * A process that does its work each time that it is told to, and says how long it took. One for each side of a
 * comparison: so neither pays for the garbage of the other, nor runs code that was compiled for the other.
 */
export class Runner {
  private readonly process: ChildProcess;
  private readonly answers: AsyncIterator<string>;
  private readonly lines: Interface;

  constructor(command: string, ...args: string[]) {
    this.process = spawn(command, args, { stdio: ["pipe", "pipe", "ignore"] });
    this.lines = createInterface({ input: this.process.stdout! });
    this.answers = this.lines[Symbol.asyncIterator]();
  }

  async run(): Promise<Sample> {
    this.process.stdin!.write("\n");
    const answer = await this.answers.next();
    if (answer.done === true) throw new Error(`${this.process.spawnargs.join(" ")} ended early`);
    return JSON.parse(answer.value) as Sample;
  }

  stop(): void {
    this.process.stdin!.end();
    this.lines.close();
  }
}

/** The sides in turns, so that all meet the machine in the same mood; who begins changes from round to round. */
export async function inTurns<Side extends string>(
  sides: Readonly<Record<Side, Runner>>,
  rounds: number,
): Promise<Record<Side, Sample[]>> {
  const names = Object.keys(sides) as Side[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Side, Sample[]>;
  try {
    for (let round = -WARM_UP; round < rounds; round++) {
      for (const name of round % 2 === 0 ? names : [...names].reverse()) {
        const sample = await sides[name].run();
        if (round >= 0) samples[name].push(sample);
      }
    }
  } finally {
    for (const name of names) sides[name].stop();
  }
  return samples;
}
