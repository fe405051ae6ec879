import { availableParallelism } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import { sumJustifications, type Justification } from "../measure/justify";
import { addTally, emptyTally, type Tally } from "../measure/tally";
import { strategies } from "../operators/strategies";
import type { Work, WorkResult } from "./work";

export interface Run {
  tallies: Map<string, Tally>;
  justifications: Justification[];
}

/** Megabytes: the young generation of each thread. Sequences are short-lived, and so is all that they make. */
const youngGeneration = 64;

/** Runs every strategy through the scenarios of a seed, on all cores. The same arguments give the same result. */
export async function runMany(
  run: Pick<Work, "seed" | "sequences" | "justifyEvery">,
  progress: (done: number) => void = () => undefined,
): Promise<Run> {
  const parts = Math.max(1, Math.min(availableParallelism(), run.sequences));
  const code = workerCode();
  const results = await Promise.all(
    Array.from({ length: parts }, (_, part) => inThread(code, { ...run, part, parts }, progress)),
  );
  const tallies = new Map<string, Tally>();
  for (const { name } of strategies) {
    const own = results.flatMap((result) => result.tallies.filter(([each]) => each === name).map(([, tally]) => tally));
    tallies.set(name, own.reduce(addTally, emptyTally()));
  }
  return { tallies, justifications: sumJustifications(results.flatMap(({ justifications }) => justifications)) };
}

/** Threads start without TypeScript, so their program is made JavaScript first. */
function workerCode(): string {
  const { outputFiles } = buildSync({
    ...{ entryPoints: [path.join(__dirname, "worker.ts")], bundle: true, platform: "node", write: false },
    ...{ logLevel: "error", external: ["@pulumi/*", "@aws-sdk/*", "mailauth"] },
  });
  return outputFiles[0]!.text;
}

function inThread(code: string, workerData: Work, progress: (done: number) => void): Promise<WorkResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(code, {
      ...{ eval: true, workerData },
      resourceLimits: { maxYoungGenerationSizeMb: youngGeneration },
    });
    worker.on("message", (message: { done?: number; result?: WorkResult }) => {
      if (message.done !== undefined) progress(message.done);
      if (message.result !== undefined) resolve(message.result);
    });
    worker.once("error", reject);
    worker.once("exit", (status) => {
      reject(new Error(`A thread ended with status ${status} before it was done.`));
    });
  });
}
