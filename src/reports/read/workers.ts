import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import type { Deviation } from "../parse/model";
import type { Collector, ReadCounts, ReadProblem } from "./collector";
import { type HandedOver, takeOver } from "./handOver";
import type { ReadOptions } from "./options";
import { borrowThread, canHaveThreads, forget, returnThread } from "./threads";

/** With fewer files a second thread gains less than a second, for half a second of warming up and 60 MB of memory. */
const WORTH = 50_000;
/** Files that a thread takes at a time. */
const SHARE = 256;
/** Shares that the second thread has at hand, so that it never waits for the first, which is busy reading too. */
const AT_HAND = 2;

/** What a worker is asked to read. */
export interface WorkerShare {
  files: readonly string[];
  setup: WorkerSetup;
}

/** How. */
export interface WorkerSetup {
  trust: boolean;
  authservIds: readonly string[];
  domain: string | undefined;
  since: number | undefined;
}

/** What a worker has found in one share. */
export interface WorkerResult {
  facts: HandedOver;
  problems: ReadProblem[];
  counts: ReadCounts;
  deviations: [Deviation, number][];
}

/** Whether two threads are worth their start, and can give the same result as one. */
export function worthWorkers(files: number, { workers, verify, strict }: ReadOptions): boolean {
  if (verify !== undefined || strict === true || workers === 1 || !canHaveThreads()) return false;
  return workers === undefined ? files >= WORTH && availableParallelism() > 1 : files > 1;
}

/**
 * Reads regular files in this thread and in others at the same time; the collector decides on duplicates and keeps what
 * matters, as ever.
 *
 * @param readHere Reads a share in this thread.
 */
export async function readInWorkers(
  files: readonly string[],
  collector: Collector,
  options: ReadOptions,
  readHere: (share: readonly string[]) => Promise<void>,
): Promise<void> {
  const setup: WorkerSetup = {
    trust: options.trust ?? false,
    authservIds: (options.authservIds ?? []).map((id) => id.toLowerCase()),
    domain: options.domain,
    since: options.since?.getTime(),
  };
  let next = 0;
  const nextFiles = (): readonly string[] => files.slice(next, (next += SHARE));
  const nextShare = (): WorkerShare => ({ files: nextFiles(), setup });
  const others = Math.min((options.workers ?? 2) - 1, Math.floor(files.length / SHARE));
  const accept = (result: WorkerResult): void => {
    addResult(result, collector);
  };
  const work = Array.from({ length: others }, () => drive(borrowThread(), nextShare, accept));
  const here = async (): Promise<void> => {
    for (let share = nextFiles(); share.length > 0; share = nextFiles()) {
      await readHere(share);
      // A turn for the answers of the other threads.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all([...work, here()]);
}

/** Gives a worker one share after another until there are none; a worker that dies fails the run, loudly. */
async function drive(
  worker: Worker,
  nextShare: () => WorkerShare,
  accept: (result: WorkerResult) => void,
): Promise<void> {
  let atWork = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      const give = (): void => {
        const share = nextShare();
        if (share.files.length > 0) {
          atWork++;
          worker.postMessage(share);
        } else if (atWork === 0) resolve();
      };
      worker.on("message", (result: WorkerResult) => {
        try {
          atWork--;
          accept(result);
          give();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      worker.on("error", reject);
      worker.on("exit", (code) => {
        reject(new Error(`a reading thread ended early (exit code ${code})`));
      });
      for (let share = 0; share < AT_HAND; share++) give();
    });
  } catch (error) {
    forget(worker);
    await worker.terminate();
    throw error;
  }
  returnThread(worker);
}

function addResult(result: WorkerResult, collector: Collector): void {
  for (const facts of takeOver(result.facts)) collector.keep(facts);
  for (const problem of result.problems) collector.readProblem(problem);
  const { counts } = collector;
  counts.problems += result.counts.problems - result.problems.length;
  counts.files += result.counts.files;
  counts.mails += result.counts.mails;
  counts.reports += result.counts.reports;
  counts.otherDomains += result.counts.otherDomains;
  counts.older += result.counts.older;
  counts.skipped += result.counts.skipped;
  for (const [code, count] of result.deviations) {
    collector.deviations.set(code, (collector.deviations.get(code) ?? 0) + count);
  }
}
