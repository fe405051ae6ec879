import { parentPort, workerData } from "node:worker_threads";
import { readFoundFile } from "../source/readFile";
import { Collector } from "./collector";
import { Intake } from "./intake";
import { itemAt, takeFile } from "./takeFile";
import type { WorkerResult, WorkerSetup } from "./workers";

/** The thread behind {@link readInWorkers}: reads the files of a share and hands over what it found. */
const setup = workerData as WorkerSetup;

async function readShare(files: readonly string[]): Promise<WorkerResult> {
  const collector = new Collector({ domain: setup.domain, since: setup.since, keepAll: true });
  const intake = new Intake(collector, { authservIds: setup.authservIds });
  for (const path of files) {
    collector.counts.files++;
    await takeFile(path, itemAt(path, setup.trust, "by-name"), readFoundFile, intake);
    if (intake.busy) await intake.settle();
  }
  await intake.finish();
  const { reports, problems, counts, deviations } = collector.result();
  return { facts: JSON.stringify(reports), problems, counts, deviations: [...deviations] };
}

let working: Promise<void> = Promise.resolve();

parentPort?.on("message", (files: readonly string[]) => {
  // One share after the other. One that fails as a whole ends the thread, and so the run: no file goes missing in silence.
  working = working.then(async () => parentPort?.postMessage(await readShare(files)));
});
