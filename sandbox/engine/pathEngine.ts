import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { formatVersion, isOlder, OLDEST_ENGINE, parseVersion } from "./engineVersion";

const exe = process.platform === "win32" ? ".exe" : "";

/** What a search of the PATH found: the first engine that will do, and why the ones before it will not. */
export interface PathSearch {
  found?: { executable: string; version: string };
  passedOver: string[];
}

/** Looks for a `pulumi` on the PATH that is recent enough and can run Node.js programs. */
export async function searchPath(env: NodeJS.ProcessEnv): Promise<PathSearch> {
  const passedOver: string[] = [];
  const executables = findOnPath("pulumi", env);
  for (const executable of executables) {
    const version = await engineVersion(executable, env);
    const objection = objectionTo(executable, version, env);
    if (!objection) return { found: { executable, version: version! }, passedOver };
    passedOver.push(`${executable}${version ? ` (${version})` : ""}: ${objection}`);
  }
  if (executables.length === 0) passedOver.push("pulumi: not on the PATH");
  return { passedOver };
}

/** Every executable of this name on the PATH, in order. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv): string[] {
  const folders = (env.PATH ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return [...new Set(folders)].map((folder) => path.join(folder, name + exe)).filter((file) => existsSync(file));
}

async function engineVersion(executable: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const quiet = { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { stdout } = await promisify(execFile)(executable, ["version"], { env: quiet, timeout: 30_000 });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

function objectionTo(executable: string, text: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  const version = text === undefined ? undefined : parseVersion(text);
  if (!version) return "`pulumi version` does not print a version";
  if (version[0] !== OLDEST_ENGINE[0]) return `the Automation API here works with Pulumi ${OLDEST_ENGINE[0]} only`;
  if (isOlder(version, OLDEST_ENGINE)) return `older than ${formatVersion(OLDEST_ENGINE)}`;
  // The Automation API takes the folder above and starts `bin/pulumi` in it.
  if (path.basename(path.dirname(executable)) !== "bin") return "not in a folder named bin";
  if (!hasLanguageHost(executable, env)) return "no pulumi-language-nodejs beside it or on the PATH";
  return undefined;
}

function hasLanguageHost(executable: string, env: NodeJS.ProcessEnv): boolean {
  const beside = path.join(path.dirname(realpathSync(executable)), `pulumi-language-nodejs${exe}`);
  return existsSync(beside) || findOnPath("pulumi-language-nodejs", env).length > 0;
}
