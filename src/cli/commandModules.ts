/* eslint-disable @typescript-eslint/no-require-imports -- a command's module is loaded only when that command runs */
import type { Command } from "commander";

interface CommandModule {
  register(program: Command): void;
}

/** Every command, in the order of the help. */
const modules: Record<string, () => CommandModule> = {
  check: () => require("./commands/check") as typeof import("./commands/check"),
  reports: () => require("./commands/reports") as typeof import("./commands/reports"),
  ready: () => require("./commands/ready") as typeof import("./commands/ready"),
  init: () => require("./commands/init") as typeof import("./commands/init"),
  policy: () => require("./commands/policy") as typeof import("./commands/policy"),
  explain: () => require("./commands/explain") as typeof import("./commands/explain"),
};

/** Registers the command that `argv` names, or all of them where it names none (for the help). */
export function registerCommands(program: Command, argv: readonly string[]): void {
  const wanted = modules[argv[0] ?? ""];
  for (const load of wanted ? [wanted] : Object.values(modules)) load().register(program);
}
