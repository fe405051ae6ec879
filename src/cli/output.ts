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
  return {
    out: (text) => {
      configured.writeOut?.(text);
    },
    err: (text) => {
      configured.writeErr?.(text);
    },
    colours: createColors(process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === ""),
    width: process.stdout.isTTY ? process.stdout.columns : 100,
    progress: process.stderr.isTTY,
  };
}

function rootOf(command: Command): Command {
  return command.parent ? rootOf(command.parent) : command;
}
