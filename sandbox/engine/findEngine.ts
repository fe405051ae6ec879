import { existsSync } from "node:fs";
import path from "node:path";
import { buildEngine, cachedEngine } from "./buildEngine";
import { cacheFolder } from "./cacheFolder";
import { EngineMissingError } from "./engineMissing";
import { readEngineModule } from "./engineModule";
import { findGo } from "./goTool";
import { installWithLanguageHost } from "./languageHostFile";
import { searchPath } from "./pathEngine";
import type { ProgressStream } from "./progress";

/** A Pulumi CLI that can run this project's programs. */
export interface Engine {
  /** The folder whose `bin` holds the CLI and, unless that is elsewhere on the PATH, the Node.js language host. */
  root: string;
  /** The CLI itself. */
  executable: string;
  /** Such as `v3.250.0`. */
  version: string;
  /** Installed by the user, or built from tools/engine. */
  origin: "path" | "built";
  /** One line for each `pulumi` on the PATH that will not do, and why. */
  passedOver: string[];
}

export interface FindEngineOptions {
  /** Where PATH, HOME and XDG_CACHE_HOME are read from; default `process.env`. */
  env?: NodeJS.ProcessEnv;
  /** Where the progress of a build is shown; default stderr. Nothing is written when nothing is built. */
  progress?: ProgressStream;
}

/**
 * Finds a recent enough `pulumi` on the PATH, else the one built before, else builds it once into the user's cache,
 * which takes about four minutes.
 *
 * @throws EngineMissingError saying how to get one, where there is none and no Go to build it.
 */
export async function findEngine(options: FindEngineOptions = {}): Promise<Engine> {
  const { env = process.env, progress = process.stderr } = options;
  const { found, passedOver } = await searchPath(env);
  if (found) {
    const root = path.dirname(path.dirname(found.executable));
    return { root, ...found, origin: "path", passedOver };
  }
  const module = readEngineModule();
  const cache = cacheFolder(env);
  let executable = cachedEngine(module, cache);
  if (!existsSync(executable)) {
    const go = await findGo(module, env);
    if (typeof go === "string") throw new EngineMissingError([...passedOver, go], module, cache);
    for (const line of passedOver) progress.write(`Passed over: ${line}\n`);
    executable = await buildEngine(module, go, cache, progress);
  }
  const root = await installWithLanguageHost(executable, module.key, cache);
  const installed = path.join(root, "bin", "pulumi");
  return { root, executable: installed, version: module.version, origin: "built", passedOver };
}
