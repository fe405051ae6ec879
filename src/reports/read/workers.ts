import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Collector, ReadCounts, ReadProblem } from "./collector";
import type { Deviation } from "../parse/model";
import { sameTrust } from "../trust/trust";
import { sharedPolicy } from "./appliedPolicy";
import type { ReportFacts } from "./facts";
import { failureGroup, failureKind } from "./failureGroup";
import { intern } from "./intern";
import type { ReadOptions } from "./options";

/** With fewer files a second thread gains less than a second, for half a second of warming up and 60 MB of memory. */
const WORTH = 50_000;
/** Files that a thread takes at a time. */
const SHARE = 256;
/** Shares that the second thread has at hand, so that it never waits for the first, which is busy reading too. */
const AT_HAND = 2;

/** The compiled worker; absent when the sources run uncompiled, and then one thread reads. */
const SCRIPT = join(__dirname, "worker.js");

/** What a worker is told at its start. */
export interface WorkerSetup {
  trust: boolean;
  authservIds: readonly string[];
  domain: string | undefined;
  since: number | undefined;
}

/** What a worker has found in one share. */
export interface WorkerResult {
  /** JSON of the facts: cheaper to hand over than objects. */
  facts: string;
  problems: ReadProblem[];
  counts: ReadCounts;
  deviations: [Deviation, number][];
}

/** Whether two threads are worth their start, and can give the same result as one. */
export function worthWorkers(files: number, { workers, verify, strict }: ReadOptions): boolean {
  if (verify !== undefined || strict === true || workers === 1 || !existsSync(SCRIPT)) return false;
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
  const nextShare = (): readonly string[] => files.slice(next, (next += SHARE));
  const others = Math.min((options.workers ?? 2) - 1, Math.floor(files.length / SHARE));
  const accept = (result: WorkerResult): void => {
    takeOver(result, collector);
  };
  const work = Array.from({ length: others }, () =>
    drive(new Worker(SCRIPT, { workerData: setup }), nextShare, accept),
  );
  const here = async (): Promise<void> => {
    for (let share = nextShare(); share.length > 0; share = nextShare()) {
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
  nextShare: () => readonly string[],
  accept: (result: WorkerResult) => void,
): Promise<void> {
  let atWork = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      const give = (): void => {
        const share = nextShare();
        if (share.length > 0) {
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
  } finally {
    worker.removeAllListeners();
    await worker.terminate();
  }
}

function takeOver(result: WorkerResult, collector: Collector): void {
  for (const facts of JSON.parse(result.facts) as ReportFacts[]) collector.keep(shareTexts(facts));
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

/** JSON makes a new copy of each text; one for all is enough. */
function shareTexts(facts: ReportFacts): ReportFacts {
  facts.trust = sameTrust(facts.trust);
  facts.organization = intern(facts.organization);
  if (facts.contactDomain !== undefined) facts.contactDomain = intern(facts.contactDomain);
  for (const entry of facts.entries) {
    entry.typeName = intern(entry.typeName);
    if (entry.domain !== undefined) entry.domain = intern(entry.domain);
    if (entry.policy !== undefined) entry.policy = sharedPolicy(entry.policy);
    entry.groups = entry.groups.map(({ resultType, mx, reason, sessions }) =>
      failureGroup(failureKind(resultType, mx, reason), sessions),
    );
  }
  return facts;
}
