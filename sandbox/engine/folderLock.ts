import { rmSync } from "node:fs";
import { mkdir, rename, rm, stat, utimes } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

export interface LockOptions {
  /** Called each time the lock is found taken. */
  onWait?: () => void;
  /** Milliseconds between two looks. */
  interval?: number;
  /** A holder that has not shown signs of life for so many milliseconds is taken for dead. */
  staleAfter?: number;
  /** Milliseconds after which waiting is given up. */
  timeout?: number;
}

/**
 * Runs `task` while holding the folder `lock`, so that two processes do not do the same long work. It is only that: a
 * process suspended for longer than `staleAfter` may lose the lock, so the task must still end in an atomic rename.
 */
export async function withFolderLock<T>(lock: string, task: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const { interval = 500, staleAfter = 30_000 } = options;
  await acquire(lock, { interval, staleAfter, timeout: options.timeout ?? 30 * 60_000, onWait: options.onWait });
  const now = (): Date => new Date();
  const heartbeat = setInterval(() => void utimes(lock, now(), now()).catch(() => undefined), staleAfter / 6);
  heartbeat.unref();
  const release = (): void => {
    rmSync(lock, { recursive: true, force: true });
  };
  process.once("exit", release);
  try {
    return await task();
  } finally {
    clearInterval(heartbeat);
    process.off("exit", release);
    await rm(lock, { recursive: true, force: true });
  }
}

type Waiting = Required<Omit<LockOptions, "onWait">> & Pick<LockOptions, "onWait">;

async function acquire(lock: string, { interval, staleAfter, timeout, onWait }: Waiting): Promise<void> {
  const deadline = Date.now() + timeout;
  while (!(await tryToCreate(lock))) {
    if (Date.now() > deadline) throw new Error(`${lock} is still held by another process: delete it if none runs`);
    onWait?.();
    if (await isStale(lock, staleAfter)) await removeStale(lock);
    else await sleep(interval);
  }
}

async function tryToCreate(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function isStale(lock: string, staleAfter: number): Promise<boolean> {
  try {
    return Date.now() - (await stat(lock)).mtimeMs > staleAfter;
  } catch {
    return false;
  }
}

/** By a rename, which only one of several waiting processes achieves. */
async function removeStale(lock: string): Promise<void> {
  const aside = `${lock}.stale-${process.pid}`;
  try {
    await rename(lock, aside);
    await rm(aside, { recursive: true, force: true });
  } catch {
    // Another process was faster.
  }
}
