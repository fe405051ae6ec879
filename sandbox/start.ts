import { existsSync } from "node:fs";
import path from "node:path";
import { CliError } from "./engine/cliProject";
import { EngineMissingError } from "./engine/engineMissing";
import { findEngine } from "./engine/findEngine";
import { addExampleMx, exampleZones } from "./exampleZones";
import { type Sandbox, SPEED, startSandbox } from "./sandbox";
import { openTerminal } from "./start/terminal";
import { tour } from "./start/tour";

/** `npm start`: the first two deployments of an example domain, on the real engine and a cloud on this machine. */
async function main(): Promise<void> {
  const terminal = openTerminal();
  const interruption = interruptible();
  let sandbox: Sandbox | undefined;
  try {
    if (!existsSync(path.join(__dirname, "../dist/index.js"))) throw new Error("Run `npm ci` first: it builds dist/.");
    const engine = await findEngine();
    sandbox = await startSandbox({ ...exampleZones, engine });
    addExampleMx(sandbox.cloud);
    terminal.text(`Pulumi ${engine.version} and a cloud in memory: nothing leaves this machine, no account is used.
Waiting at the publication gate runs ${SPEED} times faster here.`);
    await tour(sandbox, terminal, interruption);
    terminal.text("\nNext: README.md, and examples/ for projects to start from.");
  } catch (error) {
    process.exitCode = interruption.aborted ? 130 : 1;
    if (!interruption.aborted) terminal.problem(explain(error));
  } finally {
    await sandbox?.close();
  }
  // The sandbox is closed: whatever still waits has nobody to wait for.
  process.exit();
}

/** Aborted by the first Ctrl-C, so that the engine can end and the sandbox clean up; a second one ends at once. */
function interruptible(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  }
  return controller.signal;
}

function explain(error: unknown): string {
  if (error instanceof EngineMissingError || error instanceof CliError) return error.message.replace(/:\n$/, "");
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

void main();
