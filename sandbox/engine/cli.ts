import { spawn } from "node:child_process";
import path from "node:path";
import type { EngineHome } from "./engineHome";

export interface CliResult {
  /** The exit code; `null` if a signal ended the CLI. */
  code: number | null;
  /** Output and errors as a terminal would show them. */
  text: string;
}

export interface CliOptions {
  cwd: string;
  /** Sees the output as it comes. */
  onOutput?: (text: string) => void;
  /** Interrupts the CLI, as Ctrl-C does. */
  signal?: AbortSignal;
}

/** What the CLI needs of a home. */
export type CliHome = Pick<EngineHome, "engine" | "env">;

/** Runs the CLI with these arguments, in this home and not in the user's own: no login, no credentials, no prompts. */
export function runCli(home: CliHome, args: string[], options: CliOptions): Promise<CliResult> {
  const child = spawn(home.engine.executable, [...args, "--non-interactive"], {
    cwd: options.cwd,
    env: cliEnvironment(home),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const interrupt = (): void => {
    child.kill("SIGINT");
  };
  options.signal?.addEventListener("abort", interrupt);
  let text = "";
  const read = (chunk: string): void => {
    text += chunk;
    options.onOutput?.(chunk);
  };
  child.stdout.setEncoding("utf8").on("data", read);
  child.stderr.setEncoding("utf8").on("data", read);
  return new Promise<CliResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, text });
    });
  }).finally(() => options.signal?.removeEventListener("abort", interrupt));
}

/** Settings of Pulumi and credentials of clouds that the user has in the shell must not leak into the sandbox. */
function cliEnvironment(home: CliHome): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PULUMI|AWS|CLOUDFLARE)_/.test(name));
  const bin = path.dirname(home.engine.executable);
  return {
    ...Object.fromEntries(inherited),
    ...home.env,
    PATH: [bin, process.env.PATH].filter(Boolean).join(path.delimiter),
  };
}
