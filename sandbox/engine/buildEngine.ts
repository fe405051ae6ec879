import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { EngineModule } from "./engineModule";
import { withFolderLock } from "./folderLock";
import type { GoTool } from "./goTool";
import { type Progress, type ProgressStream, startProgress } from "./progress";

const UNFINISHED = ".building-";

/** Where the engine of this module is, or would be, in the cache. */
export function cachedEngine(module: EngineModule, cache: string): string {
  return path.join(cache, `engine-${module.key}`, "pulumi");
}

/**
 * Builds the engine into the cache and returns its path. Of several processes one builds and the others wait for it; a
 * build that dies leaves nothing that could be taken for an engine.
 */
export async function buildEngine(
  module: EngineModule,
  go: GoTool,
  cache: string,
  stream?: ProgressStream,
): Promise<string> {
  const executable = cachedEngine(module, cache);
  const folder = path.dirname(executable);
  await mkdir(cache, { recursive: true });
  const progress = startProgress(stream);
  const waiting = {
    onWait: () => {
      progress.update(`Pulumi ${module.version}: another process is building it`);
    },
  };
  await withFolderLock(
    `${folder}.lock`,
    async () => {
      if (existsSync(executable)) return;
      await removeAbandoned(folder);
      const unfinished = await mkdtemp(`${folder}${UNFINISHED}`);
      const cleanUp = (): void => {
        rmSync(unfinished, { recursive: true, force: true });
      };
      process.once("exit", cleanUp);
      try {
        await compile(module, go, path.join(unfinished, "pulumi"), progress);
        // Two builders can meet here if one was suspended for long: the second finds the folder taken and yields.
        await rename(unfinished, folder).catch((error: unknown) => {
          if (!existsSync(executable)) throw error;
        });
      } finally {
        process.off("exit", cleanUp);
        await rm(unfinished, { recursive: true, force: true });
      }
    },
    waiting,
  );
  progress.end(`Pulumi ${module.version}: ready`);
  return executable;
}

/** What builds that were killed left behind. */
async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(path.dirname(folder));
  const abandoned = names.filter((name) => name.startsWith(path.basename(folder) + UNFINISHED));
  for (const name of abandoned) await rm(path.join(path.dirname(folder), name), { recursive: true, force: true });
}

async function compile(module: EngineModule, go: GoTool, output: string, progress: Progress): Promise<void> {
  const title = `Building Pulumi ${module.version}, once`;
  progress.update(`${title}: resolving modules`);
  const versionFlag = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${module.version}`;
  const flags = ["-trimpath", "-buildvcs=false", "-ldflags", `-s -w ${versionFlag}`];
  let downloaded = 0;
  let compiled = 0;
  const onDownload = (line: string): void => {
    if (line.startsWith("go: downloading")) progress.update(`${title}: ${++downloaded} modules downloaded`);
  };
  const list = ["list", "-deps", module.package];
  const total = (await runGo(go, list, module.folder, onDownload)).split("\n").filter(Boolean).length;
  await runGo(go, ["build", "-v", ...flags, "-o", output, module.package], module.folder, (line) => {
    // With -v, Go names each package that it compiles, but not those that an earlier build left in its cache.
    if (/^[\w.~/-]+$/.test(line)) progress.update(`${title}: ${++compiled} of at most ${total} packages compiled`);
  });
}

/** Runs Go and returns what it printed; `onLine` sees each line of its log. */
async function runGo(go: GoTool, args: string[], cwd: string, onLine: (line: string) => void): Promise<string> {
  const child = spawn(go.executable, args, { cwd, env: go.env, stdio: ["ignore", "pipe", "pipe"] });
  const stop = (): boolean => child.kill();
  process.once("exit", stop);
  const log: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    log.push(line);
    onLine(line);
  });
  const [output, outcome] = await Promise.all([text(child.stdout), ending(child)]).finally(() =>
    process.off("exit", stop),
  );
  if (outcome === 0) return output;
  const tail = log.filter((line) => !line.startsWith("go: downloading")).slice(-20);
  throw new Error(`building the Pulumi CLI failed: go ${args[0]} ended with ${outcome}:\n${tail.join("\n")}`);
}

function ending(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve(code ?? signal ?? "an unknown end");
    });
  });
}
