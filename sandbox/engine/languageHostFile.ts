import { buildSync, version as esbuildVersion } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, copyFile, link, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import path from "node:path";

const sources = path.join(__dirname, "languageHost");
const bundled = ["@grpc/grpc-js", "@pulumi/pulumi", "google-protobuf"];

/**
 * Puts a built engine and our Node.js language host side by side, as an official installation has them, and returns the
 * installation's root. The engine takes a host beside itself without a warning, and follows symbolic links to find its
 * own folder: hence the hard link. Named by contents, so that checkouts with different hosts share one cache.
 */
export async function installWithLanguageHost(engine: string, engineKey: string, cache: string): Promise<string> {
  const root = path.join(cache, `pulumi-${engineKey}-host-${sourceKey()}`);
  if (existsSync(root)) return root;
  const unfinished = await mkdtemp(`${root}.installing-`);
  try {
    const bin = path.join(unfinished, "bin");
    await mkdir(bin);
    await link(engine, path.join(bin, "pulumi")).catch(() => copyFile(engine, path.join(bin, "pulumi")));
    await bundle(path.join(bin, "pulumi-language-nodejs"));
    await rename(unfinished, root).catch((error: unknown) => {
      if (!existsSync(root)) throw error; // else another process was faster
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return root;
}

/** One executable file without dependencies: it runs in whatever project the engine is started in. */
async function bundle(output: string): Promise<void> {
  buildSync({
    entryPoints: [path.join(sources, "main.ts")],
    outfile: output,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    banner: { js: "#!/usr/bin/env node" },
    logLevel: "silent",
  });
  await chmod(output, 0o755);
}

function sourceKey(): string {
  const hash = createHash("sha256").update(esbuildVersion);
  for (const file of readdirSync(sources).sort()) hash.update(file).update(readFileSync(path.join(sources, file)));
  for (const name of bundled) hash.update(readFileSync(require.resolve(`${name}/package.json`)));
  return hash.digest("hex").slice(0, 12);
}
