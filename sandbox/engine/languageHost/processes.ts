import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";

const running = new Set<ChildProcess>();

/** Starts Node.js on `args`; the process ends with this one. */
export function startNode(args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(process.execPath, args, options);
  running.add(child);
  child.once("close", () => running.delete(child));
  return child;
}

/** Resolves with the exit code, or 1 if the process ended otherwise. */
export function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve(code ?? 1);
    });
  });
}

export function stopAll(): void {
  for (const child of running) child.kill();
}

/** An engine that was killed cannot stop its language host. */
export function exitWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit();
  }, 1000).unref();
  // It may be gone before this process was ready to look: then nobody reads the port.
  process.stdout.on("error", () => {
    process.exit();
  });
  process.on("exit", stopAll);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit());
}
