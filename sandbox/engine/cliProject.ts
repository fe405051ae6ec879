import { copyFileSync } from "node:fs";
import path from "node:path";
import { type CliOptions, type CliResult, runCli } from "./cli";
import type { EngineHome } from "./engineHome";

/** A Pulumi project in its own folder, driven by the CLI; its stack's settings are in the sandbox, not beside it. */
export interface CliProject {
  /** Runs `pulumi <args>` in the project's folder on its stack. */
  run(args: string[], options?: Omit<CliOptions, "cwd">): Promise<CliResult>;
}

/** The CLI ended with an error; the message is what it printed. */
export class CliError extends Error {
  constructor(
    readonly args: string[],
    readonly result: CliResult,
  ) {
    super(`pulumi ${args.join(" ")} ended with ${String(result.code)}:\n${result.text.trim()}`);
    this.name = "CliError";
  }
}

/**
 * Opens the project in `folder` with a new stack. The stack is made from a copy of Pulumi.yaml, so that
 * Pulumi.<stack>.yaml is written beside the copy; `--config-file` names it from then on.
 */
export async function openProject(home: EngineHome, folder: string, stack = "dev"): Promise<CliProject> {
  const copy = home.newFolder("stack");
  copyFileSync(path.join(folder, "Pulumi.yaml"), path.join(copy, "Pulumi.yaml"));
  const init = ["stack", "init", stack, "--no-select"];
  const result = await runCli(home, init, { cwd: copy });
  if (result.code !== 0) throw new CliError(init, result);
  const settings = ["--stack", stack, "--config-file", path.join(copy, `Pulumi.${stack}.yaml`)];
  return { run: (args, options) => runCli(home, [...args, ...settings], { ...options, cwd: folder }) };
}
