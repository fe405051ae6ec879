/** Installs the real senders on first use, into the user's cache and never into the checkout. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../engine/cacheFolder";
import { withFolderLock } from "../engine/folderLock";
import { type ProgressStream, startProgress } from "../engine/progress";
import { asError } from "../net/errors";
import { nodeChoice, pythonVersion } from "./runtime";

/** What is installed, and where. */
export interface InstalledSenders {
  /** The folder with `node_modules` and `venv`. */
  root: string;
  /** The Node.js for the Node.js senders. */
  node: string;
  python: string;
}

export interface InstallOptions {
  /** Where HOME, XDG_CACHE_HOME and PATH are read from, and what npm and pip see. Default: `process.env`. */
  env?: NodeJS.ProcessEnv;
  /** Where progress is shown. Default: stderr; nothing is written when nothing is installed. */
  progress?: ProgressStream;
}

const UNFINISHED = ".installing-";
const PINS = ["package.json", "package-lock.json", "requirements.txt"] as const;
const NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--engine-strict=false", "--loglevel=error"];
const PIP = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];

/** Several processes may call this at once: one installs, the others wait. A folder that exists is complete. */
export async function installSenders({ env = process.env, progress }: InstallOptions = {}): Promise<InstalledSenders> {
  const choice = nodeChoice();
  const python = await pythonVersion(env);
  const root = path.join(cacheFolder(env), `senders-${await pinsKey([choice, python])}`);
  if (!existsSync(root)) await install(root, choice, env, progress);
  const bundled = path.join(root, "node_modules", `node-linux-${process.arch}`, "bin", "node");
  return {
    root,
    node: choice === "own" ? process.execPath : bundled,
    python: path.join(root, "venv", "bin", "python"),
  };
}

let installed: Promise<InstalledSenders> | undefined;

/** The same, looked for once in a process. */
export function installedSenders(): Promise<InstalledSenders> {
  installed ??= installSenders().catch((error: unknown) => {
    installed = undefined; // the next call may find the remedy applied
    throw error;
  });
  return installed;
}

async function install(
  root: string,
  choice: "own" | "bundled",
  env: NodeJS.ProcessEnv,
  stream: ProgressStream | undefined,
): Promise<void> {
  await mkdir(path.dirname(root), { recursive: true });
  const progress = startProgress(stream);
  const title = "Installing the real senders, once";
  const waiting = {
    onWait: () => {
      progress.update("The real senders: another process is installing them");
    },
  };
  const installUnlessThere = async () => {
    if (existsSync(root)) return;
    await removeAbandoned(root);
    const staging = await mkdtemp(`${root}${UNFINISHED}`);
    const run = async (what: string, command: string, args: readonly string[]) => {
      progress.update(`${title}: ${what}`);
      await runStep(what, command, args, staging, env);
    };
    try {
      for (const name of PINS) await copyFile(path.join(__dirname, name), path.join(staging, name));
      await run("npm ci", "npm", [...NPM_CI, ...(choice === "own" ? ["--omit=optional"] : [])]);
      await run("python3 -m venv", "python3", ["-m", "venv", "venv"]);
      const venvPython = path.join(staging, "venv", "bin", "python");
      await run("pip install", venvPython, [...PIP, "-r", "requirements.txt"]);
      await writeFile(path.join(staging, "README"), `Installed by ${path.basename(__filename)}; may be deleted.\n`);
      await rename(staging, root);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  };
  try {
    await withFolderLock(`${root}.lock`, installUnlessThere, waiting);
  } catch (error) {
    progress.end("The real senders: not installed");
    throw error;
  }
  progress.end("The real senders: ready");
}

/** What installations that were killed left behind. */
async function removeAbandoned(root: string): Promise<void> {
  for (const name of await readdir(path.dirname(root))) {
    if (!name.startsWith(path.basename(root) + UNFINISHED)) continue;
    await rm(path.join(path.dirname(root), name), { recursive: true, force: true });
  }
}

/** Changes with whatever changes the result: the pins, the machine, Node.js and Python. */
async function pinsKey(more: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update([process.platform, process.arch, ...more].join(" "));
  for (const name of PINS) hash.update(await readFile(path.join(__dirname, name)));
  return hash.digest("hex").slice(0, 16);
}

async function runStep(
  what: string,
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  try {
    await promisify(execFile)(command, args, { cwd, env, maxBuffer: 64 << 20 });
  } catch (error) {
    const failure = asError(error);
    const said = "stderr" in failure ? String(failure.stderr).trim().slice(-4000) : "";
    throw new Error(`Installing the real senders failed at "${what}": ${said || failure.message}`);
  }
}

if (require.main === module) {
  installSenders().then(
    ({ root }) => {
      console.log(root);
    },
    (error: unknown) => {
      console.error(asError(error).message);
      process.exitCode = 1;
    },
  );
}
