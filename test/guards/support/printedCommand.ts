import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { Sandbox } from "../../../sandbox/sandbox";
import type { MailStack } from "../../support/mailStack";

/** The command in a refusal. */
export function printedCommand(message: string): string {
  const command = /^ +(echo '.*' > import\.json && pulumi import .*)$/m.exec(message)?.[1];
  if (command === undefined) throw new Error(`No command in: ${message}`);
  return command;
}

/**
 * Pastes the command of a refusal into a shell, in the project's folder; only the question whether to go on is answered
 * beforehand. Returns what it printed.
 */
export async function paste(sandbox: Sandbox, { stack }: MailStack, command: string): Promise<string> {
  const { workDir: cwd, envVars } = stack.workspace;
  const env = {
    ...{ HOME: cwd, ...envVars },
    PATH: [path.dirname(sandbox.engine.executable), process.env.PATH].join(path.delimiter),
  };
  const answered = `${command} --yes --non-interactive --stack ${stack.name}`;
  const { stdout } = await promisify(execFile)("/bin/sh", ["-c", answered], { cwd, env });
  return stdout;
}
