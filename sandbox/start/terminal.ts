import { createColors } from "picocolors";

/** Where `npm start` writes: headings, commands and what they print. Colour only where a person reads along. */
export interface Terminal {
  /** Whether programs started from here should use colour too. */
  readonly color: boolean;
  heading(text: string): void;
  /** A command as one would type it. */
  command(text: string): void;
  text(text: string): void;
  /** Something to look at: a value that matters. */
  highlight(text: string): string;
  dim(text: string): string;
  problem(text: string): void;
}

export interface TerminalStreams {
  /** Node leaves `isTTY` undefined in a pipe. */
  stdout: Pick<NodeJS.WriteStream, "write"> & { isTTY?: boolean };
  stderr: Pick<NodeJS.WriteStream, "write">;
}

export function openTerminal({ stdout, stderr }: TerminalStreams = process): Terminal {
  const color = stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
  const colors = createColors(color);
  const line = (text: string): void => {
    stdout.write(`${text}\n`);
  };
  return {
    color,
    heading: (text) => {
      line(`\n${colors.bold(text)}\n${colors.dim("─".repeat(text.length))}`);
    },
    command: (text) => {
      line(`\n${colors.dim("$")} ${colors.cyan(text)}`);
    },
    text: line,
    highlight: colors.green,
    dim: colors.dim,
    problem: (text) => {
      stderr.write(`\n${colors.red(text)}\n`);
    },
  };
}
