import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import type { EngineModule } from "./engineModule";
import { isOlder, parseVersion } from "./engineVersion";
import { findOnPath } from "./pathEngine";

/** A Go that can build the engine, and the environment to run it in. */
export interface GoTool {
  executable: string;
  env: NodeJS.ProcessEnv;
}

// From 1.21 on, Go fetches the toolchain that a module asks for.
const FIRST_WITH_TOOLCHAINS = [1, 21, 0] as const;
const goPlatforms: Partial<Record<NodeJS.Platform, string>> = { darwin: "darwin", linux: "linux", freebsd: "freebsd" };
const goArchitectures: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64", arm64: "arm64" };

/** The Go on the PATH, or why it cannot build the engine. */
export async function findGo(module: EngineModule, env: NodeJS.ProcessEnv): Promise<GoTool | string> {
  const platform = goPlatforms[process.platform];
  const architecture = goArchitectures[process.arch];
  if (!platform || !architecture) return `go: building on ${process.platform} ${process.arch} is not supported`;
  const executable = findOnPath("go", env)[0];
  if (!executable) return "go: not on the PATH";
  const text = await goVersion(executable, env);
  const version = text === undefined ? undefined : parseVersion(text);
  if (!version) return `${executable}: \`go version\` does not print a version`;
  const tooOld = isOlder(version, parseVersion(module.goVersion)!);
  if (tooOld && isOlder(version, FIRST_WITH_TOOLCHAINS))
    return `${executable} (${text}): older than ${module.goVersion}`;
  return {
    executable,
    env: {
      ...env,
      ...(tooOld ? { GOTOOLCHAIN: "auto" } : {}),
      // The module stands alone, whatever the user's own Go projects are set to.
      GOWORK: "off",
      GOFLAGS: "-mod=readonly",
      GO111MODULE: "on",
      GOOS: platform,
      GOARCH: architecture,
      CGO_ENABLED: "0",
    },
  };
}

async function goVersion(executable: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    // Its own version, not that of the toolchain that go.mod would make it fetch.
    const local = { ...env, GOTOOLCHAIN: "local", GOWORK: "off", GOFLAGS: "" };
    const { stdout } = await promisify(execFile)(executable, ["version"], { env: local, cwd: tmpdir() });
    return /\bgo\d\S*/.exec(stdout)?.[0];
  } catch {
    return undefined;
  }
}
