import { isatty } from "node:tty";
import type { Command } from "commander";
import { createColors } from "picocolors";

/** Where a command writes, and how. */
export interface Output {
  out: (text: string) => void;
  err: (text: string) => void;
  colours: ReturnType<typeof createColors>;
  /** Columns of the terminal; 100 where there is none. */
  width: number;
  /** Whether progress may be shown: standard error is a terminal. */
  progress: boolean;
}

/** The output of the program that a command belongs to. Colours only on a terminal, never with NO_COLOR set. */
export function outputOf(command: Command): Output {
  const configured = rootOf(command).configureOutput();
  // process.stdout.isTTY is undefined in a pipe, and picocolors takes undefined for "decide yourself": CI would be coloured.
  const terminal = isatty(process.stdout.fd);
  return {
    out: (text) => {
      configured.writeOut?.(text);
    },
    err: (text) => {
      configured.writeErr?.(text);
    },
    colours: createColors(terminal && (process.env["NO_COLOR"] ?? "") === ""),
    // A terminal that does not know its size says 0.
    width: terminal && process.stdout.columns > 0 ? process.stdout.columns : 100,
    progress: isatty(process.stderr.fd),
  };
}

function rootOf(command: Command): Command {
  return command.parent ? rootOf(command.parent) : command;
}
