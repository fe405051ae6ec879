/** One question to a sender in a process of its own. */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface ChildCall {
  command: string;
  args: readonly string[];
  /** The whole environment but PATH: nothing of this process (proxies, certificates) leaks into the sender. */
  env: Readonly<Record<string, string>>;
  stdin?: string;
}

/** Milliseconds for an answer: senders give a policy host a minute (RFC 8461 §3.3). */
const TIMEOUT = 90_000;

/** The JSON that the process prints; rejects with what it said on stderr when it fails. */
export async function runChild({ command, args, env, stdin = "" }: ChildCall): Promise<unknown> {
  const child = spawn(command, args, {
    env: { PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8", ...env },
    stdio: "pipe",
    timeout: TIMEOUT,
  });
  child.stdin.on("error", () => undefined).end(stdin);
  const ended = new Promise<string>((resolve, reject) => {
    child.once("error", reject).once("close", (code, signal) => {
      resolve(code === null ? (signal ?? "a signal") : `exit code ${code}`);
    });
  });
  const [output, complaints, ending] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (ending !== "exit code 0") {
    throw new Error(`${command} ${args.join(" ")} ended with ${ending}: ${complaints.slice(-4000).trim()}`);
  }
  return JSON.parse(output);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function unexpected(answer: unknown): Error {
  return new Error(`A sender answered what this version of it is not known to answer: ${JSON.stringify(answer)}`);
}
