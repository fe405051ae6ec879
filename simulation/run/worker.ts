import { parentPort, workerData } from "node:worker_threads";
import { doWork, type Work } from "./work";

/** One thread's part. */
void doWork(workerData as Work, (done) => parentPort?.postMessage({ done })).then((result) =>
  parentPort?.postMessage({ result }),
);
