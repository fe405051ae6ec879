import { execFile } from "node:child_process";
import { copyFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const root = path.join(__dirname, "../..");
const run = promisify(execFile);

/** The package as `npm publish` would send it. */
export interface PackedPackage {
  /** The unpacked package: package.json and everything beside it. */
  folder: string;
  tarball: string;
  /** Paths in the tarball, with "/" as separator. */
  files: string[];
}

/**
 * Packs the sources as they are now into `folder`, an empty one. Built apart from the checkout: its dist may be old, and
 * other tests may be running from it. Types are not checked here, `npm run types` does that.
 */
export async function packPackage(folder: string): Promise<PackedPackage> {
  const tsc = require.resolve("typescript/bin/tsc");
  const build = ["-p", path.join(root, "tsconfig.build.json"), "--noCheck", "--outDir", path.join(folder, "dist")];
  await run(process.execPath, [tsc, ...build]);
  for (const name of ["package.json", "README.md", "LICENSE", "CHANGELOG.md"])
    copyFileSync(path.join(root, name), path.join(folder, name));
  const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts", "--loglevel=error"], { cwd: folder });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  return { folder, tarball: path.join(folder, packed.filename), files: packed.files.map((file) => file.path).sort() };
}
