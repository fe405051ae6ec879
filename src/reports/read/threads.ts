import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

/** The compiled worker; absent when the sources run uncompiled, and then one thread reads. */
const SCRIPT = join(__dirname, "worker.js");
/** A thread needs half a second to become fast: it waits this long for the next folder before it goes. */
const IDLE_MS = 2000;

interface Idle {
  thread: Worker;
  leaves: NodeJS.Timeout;
}

const idle: Idle[] = [];

/** Whether there is a script for threads to run. */
export function canHaveThreads(): boolean {
  return existsSync(SCRIPT);
}

/** A reading thread: one that has read before, or a new one. It keeps the process alive until it is given back. */
export function borrowThread(): Worker {
  const warm = idle.pop();
  if (warm === undefined) return new Worker(SCRIPT);
  clearTimeout(warm.leaves);
  forget(warm.thread);
  warm.thread.ref();
  return warm.thread;
}

/** Takes a thread back that has nothing left to do. From now on it keeps no process alive. */
export function returnThread(thread: Worker): void {
  forget(thread);
  const leave = (): void => {
    const at = idle.findIndex((entry) => entry.thread === thread);
    if (at !== -1) clearTimeout(idle.splice(at, 1)[0]!.leaves);
    void thread.terminate();
  };
  // One that dies while it waits is of no use, and no harm.
  thread.on("error", leave);
  thread.on("exit", leave);
  thread.unref();
  idle.push({ thread, leaves: setTimeout(leave, IDLE_MS).unref() });
}

/** Takes our listeners off, and only ours: without its own a Worker passes no messages on. */
export function forget(thread: Worker): void {
  for (const event of ["message", "error", "exit"]) thread.removeAllListeners(event);
}
