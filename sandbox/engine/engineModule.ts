import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

/** The Go module that pins the engine: its folder, what it builds, and what it needs. */
export interface EngineModule {
  folder: string;
  package: string;
  /** Version of the engine, such as `v3.250.0`. */
  version: string;
  /** The oldest Go that compiles it, such as `1.25.11`. */
  goVersion: string;
  /** The same for the same sources and target, whichever Go compiles them. */
  key: string;
}

const ENGINE_MODULE = "github.com/pulumi/pulumi/pkg/v3";

/** Reads tools/engine/go.mod and go.sum. */
export function readEngineModule(folder = path.join(__dirname, "../../tools/engine")): EngineModule {
  const goMod = readFileSync(path.join(folder, "go.mod"), "utf8");
  const goSum = readFileSync(path.join(folder, "go.sum"));
  const version = new RegExp(`^\\s*${ENGINE_MODULE} (v\\S+)`, "m").exec(goMod)?.[1];
  const goVersion = /^go (\S+)/m.exec(goMod)?.[1];
  if (!version || !goVersion) throw new Error(`${folder}/go.mod names no version of ${ENGINE_MODULE} or of Go`);
  const target = `${process.platform}-${process.arch}`;
  const hash = createHash("sha256").update(target).update(goMod).update(goSum).digest("hex");
  return {
    folder,
    package: `${ENGINE_MODULE}/cmd/pulumi`,
    version,
    goVersion,
    key: `${version}-${target}-${hash.slice(0, 12)}`,
  };
}
