import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Engine } from "./findEngine";

/** An engine's own world: its settings and state, apart from whatever the user's Pulumi is logged in to. */
export interface EngineHome {
  engine: Engine;
  /** A temporary folder, deleted by `close`. */
  folder: string;
  /** Environment variables that keep the engine in this world. */
  env: Record<string, string>;
  /** A new folder inside `folder`. */
  newFolder(prefix: string): string;
  close(): Promise<void>;
}

/** Makes a temporary home with a state backend for `engine`; `providerEnv` says where its providers listen. */
export function createEngineHome(engine: Engine, providerEnv: Record<string, string> = {}): EngineHome {
  const folder = mkdtempSync(path.join(tmpdir(), "pulumi-mta-sts-"));
  const home = path.join(folder, "home");
  const state = path.join(folder, "state");
  for (const name of [home, state]) mkdirSync(name);
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", remove);
  return {
    engine,
    folder,
    env: {
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "sandbox",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // A provider that the sandbox does not stand in for is an error, not a download.
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
      PULUMI_SUPPRESS_NEO_LINK: "true",
      // An engine lives for a second or two: collecting its garbage costs more than the memory.
      GOGC: "400",
      // `npm run types` checks the examples; here it would cost each first preview about ten seconds.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      TS_NODE_CACHE_DIRECTORY: path.join(folder, "ts-node"),
      ...providerEnv,
    },
    newFolder: (prefix) => mkdtempSync(path.join(folder, `${prefix}-`)),
    async close() {
      process.off("exit", remove);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
