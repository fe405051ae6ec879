/** Which Node.js and which Python the senders run on. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { asError } from "../net/errors";

/** mailauth 7's floor. */
export const NODE_FLOOR: readonly [number, number] = [22, 19];
/** The floor of the pinned Python packages. */
export const PYTHON_FLOOR: readonly [number, number] = [3, 11];

/** "own": this process's Node.js will do; "bundled": the one that package.json pins. */
export function nodeChoice(version = process.versions.node, platform = process.platform): "own" | "bundled" {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (atLeast([major, minor], NODE_FLOOR)) return "own";
  if (platform === "linux") return "bundled";
  throw new Error(
    `The real senders need Node.js ${NODE_FLOOR.join(".")} or newer; this is ${version} on ${platform}. ` +
      "On Linux a suitable one is installed with them; elsewhere run the tests with a newer Node.js.",
  );
}

/** The version of `python3`, such as "3.11.7". */
export async function pythonVersion(env: NodeJS.ProcessEnv = process.env, command = "python3"): Promise<string> {
  const remedy = `Install Python ${PYTHON_FLOOR.join(".")} or newer, with its venv module (Debian, Ubuntu: python3-venv).`;
  const output = await promisify(execFile)(command, ["--version"], { env }).catch((error: unknown) => {
    throw new Error(`The real senders need Python, and ${command} cannot be run: ${asError(error).message}. ${remedy}`);
  });
  const version = /^Python (\d+)\.(\d+)(\S*)/.exec(output.stdout);
  const [, major, minor, rest = ""] = version ?? [];
  if (!atLeast([Number(major), Number(minor)], PYTHON_FLOOR)) {
    throw new Error(
      `The real senders need Python ${PYTHON_FLOOR.join(".")}; ${command} is ${output.stdout.trim()}. ${remedy}`,
    );
  }
  return `${major ?? ""}.${minor ?? ""}${rest}`;
}

function atLeast([major, minor]: readonly [number, number], floor: readonly [number, number]): boolean {
  return major > floor[0] || (major === floor[0] && minor >= floor[1]);
}
