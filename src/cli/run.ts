import { Command, CommanderError } from "commander";
import { registerCommands } from "./commandModules";
import { ExitCode } from "./exitCode";
import { packageVersion } from "./packageVersion";
import { printable } from "../net/printable";

/** Where text goes; the process's own streams unless a test gives others. */
export interface Streams {
  out: (text: string) => void;
  err: (text: string) => void;
}

/** Runs the command line and gives the exit code: 0, 1 (failures were found) or 2 (could not check, or wrong usage). */
export async function run(argv: readonly string[], streams?: Streams): Promise<number> {
  const program = new Command("mta-sts")
    .description("Check MTA-STS and TLS-RPT of live domains, and write Pulumi programs for them.")
    .version(packageVersion())
    .showHelpAfterError("(add --help for the options)")
    .exitOverride()
    .addHelpText("after", "\nExit codes: 0 all is well, 1 failures were found, 2 could not check or wrong usage.");
  if (streams) program.configureOutput({ writeOut: streams.out, writeErr: streams.err });
  registerCommands(program, argv);
  const before = process.exitCode;
  process.exitCode = ExitCode.Ok;
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCodeSet();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Ok : ExitCode.CouldNotCheck;
    const message = error instanceof Error ? error.message : String(error);
    const lines = message.split("\n").map((line) => `error: ${printable(line, 2000)}\n`);
    program.configureOutput().writeErr?.(lines.join(""));
    return ExitCode.CouldNotCheck;
  } finally {
    process.exitCode = before;
  }
}

/** What the command left in `process.exitCode`. */
function exitCodeSet(): number {
  return typeof process.exitCode === "number" ? process.exitCode : ExitCode.Ok;
}
