import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What this command needs to know of its own package. */
export interface PackageManifest {
  version: string;
  /** Name → range. */
  peerDependencies: Partial<Record<string, string>>;
}

/** Reads package.json, which lies two folders above both `src/cli` and `dist/cli`. */
export function packageManifest(): PackageManifest {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8"));
  const { version, peerDependencies } = asRecord(manifest);
  const ranges = Object.entries(asRecord(peerDependencies)).map(([name, range]): [string, string] => [
    name,
    String(range),
  ]);
  return { version: String(version), peerDependencies: Object.fromEntries(ranges) };
}

export function packageVersion(): string {
  return packageManifest().version;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
