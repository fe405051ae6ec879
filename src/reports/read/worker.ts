import { parentPort } from "node:worker_threads";
import { readFoundFile } from "../source/readFile";
import { Collector } from "./collector";
import { handOver } from "./handOver";
import { Intake } from "./intake";
import { itemAt, takeFile } from "./takeFile";
import type { WorkerResult, WorkerShare } from "./workers";

/** The thread behind {@link readInWorkers}: reads the files of a share and hands over what it found. */
async function readShare({ files, setup }: WorkerShare): Promise<WorkerResult> {
  const collector = new Collector({ domain: setup.domain, since: setup.since, keepAll: true });
  const intake = new Intake(collector, { authservIds: setup.authservIds });
  for (const path of files) {
    collector.counts.files++;
    const work = takeFile(path, itemAt(path, setup.trust, "by-name"), readFoundFile, intake);
    if (work !== undefined) await work;
    if (intake.busy) await intake.settle();
  }
  await intake.finish();
  const { reports, problems, counts, deviations } = collector.result();
  return { facts: handOver(reports), problems, counts, deviations: [...deviations] };
}

let working: Promise<void> = Promise.resolve();

parentPort?.on("message", (share: WorkerShare) => {
  // One share after the other. One that fails as a whole ends the thread, and so the run: no file goes missing in silence.
  working = working.then(async () => {
    const result = await readShare(share);
    parentPort?.postMessage(result, [result.facts.rows.buffer as ArrayBuffer]);
  });
});
