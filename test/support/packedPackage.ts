import { execFile } from "node:child_process";
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import buildConfig from "../../tsconfig.build.json";

const root = path.join(__dirname, "../..");
const run = promisify(execFile);
/** What the build reads. */
const sources = ["src", "tools/charts", "tsconfig.json"];
const about = [
  "package.json",
  "README.md",
  "LICENSE",
  "CHANGELOG.md",
  "docs/check.schema.json",
  "docs/reports.schema.json",
];

/** The package as `npm publish` would send it. */
export interface PackedPackage {
  /** A folder that holds the tarball's files, beside others. */
  folder: string;
  tarball: string;
  /** Paths in the tarball, with "/" as separator. */
  files: string[];
}

/**
 * Builds and packs the sources as they are now, by the package's own scripts, in `folder`, an empty one. Apart from the
 * checkout: its dist may be old, and other tests may be running from it.
 */
export async function packPackage(folder: string): Promise<PackedPackage> {
  for (const name of [...sources, ...about])
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  // `npm run types` checks the types; here it would double the time.
  const compilerOptions = { ...buildConfig.compilerOptions, noCheck: true };
  writeFileSync(path.join(folder, "tsconfig.build.json"), JSON.stringify({ ...buildConfig, compilerOptions }));
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  const pack = ["pack", "--json", "--foreground-scripts=false", "--loglevel=error"];
  const { stdout } = await run("npm", pack, { cwd: folder });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  return { folder, tarball: path.join(folder, packed.filename), files: packed.files.map((file) => file.path).sort() };
}
