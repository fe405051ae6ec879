/** Installs the newest SDK on first use, into the user's cache and never into the checkout. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../../sandbox/engine/cacheFolder";
import { withFolderLock } from "../../sandbox/engine/folderLock";

const PINS = ["package.json", "package-lock.json"] as const;
const NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--engine-strict=false", "--loglevel=error"];

/** The folder of `@pulumi/pulumi`. Several processes may ask at once: one installs, the others wait. */
export async function newestSdk(): Promise<string> {
  const hash = createHash("sha256");
  for (const name of PINS) hash.update(await readFile(path.join(__dirname, name)));
  const root = path.join(cacheFolder(), `sdk-${hash.digest("hex").slice(0, 16)}`);
  if (!existsSync(root)) {
    await mkdir(path.dirname(root), { recursive: true });
    await withFolderLock(`${root}.lock`, () => installUnlessThere(root));
  }
  return path.join(root, "node_modules/@pulumi/pulumi");
}

/** A folder that exists is complete. */
async function installUnlessThere(root: string): Promise<void> {
  if (existsSync(root)) return;
  const staging = await mkdtemp(`${root}.installing-`);
  try {
    for (const name of PINS) await copyFile(path.join(__dirname, name), path.join(staging, name));
    await promisify(execFile)("npm", NPM_CI, { cwd: staging });
    await rename(staging, root);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
