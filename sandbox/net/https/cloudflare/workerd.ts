/** Cloudflare's own runtime, one process a script with its bindings, started when first asked. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkerScript } from "../../../cloud/state";

export interface RunningWorker {
  port: number;
  stop(): Promise<void>;
}

/** The date that Cloudflare assumes for a script that states none. */
const OLDEST_COMPATIBILITY_DATE = "2021-11-02";
/** Milliseconds for the runtime to listen. */
const START_TIMEOUT = 10_000;

/** Rejects with the runtime's own words when it refuses the script. */
export async function startWorker(script: WorkerScript): Promise<RunningWorker> {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-worker-"));
  try {
    await writeConfiguration(folder, script);
    const child = spawn(workerdPath(), ["serve", "--control-fd=3", join(folder, "config.capnp")], {
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    const ended = new Promise<void>((resolve) =>
      child.once("close", () => {
        resolve();
      }),
    );
    try {
      return { port: await listeningPort(child), stop: () => stop(child, ended, folder) };
    } catch (error) {
      await stop(child, ended, folder);
      throw error;
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Contents go into files beside the configuration: no escaping, whatever a policy or a script holds. */
async function writeConfiguration(folder: string, script: WorkerScript): Promise<void> {
  const bindings = script.bindings.filter(({ text }) => text !== undefined);
  await writeFile(join(folder, "main"), script.content);
  await Promise.all(bindings.map(({ text }, index) => writeFile(join(folder, `binding-${index}`), text ?? "")));
  const texts = bindings.map(({ name }, index) => `(name = ${literal(name)}, text = embed "binding-${index}")`);
  const configuration = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker), (name = "internet", network = (allow = []))],
  sockets = [(name = "http", address = "127.0.0.1:0", service = "main", http = (forwardedProtoHeader = "x-forwarded-proto"))]
);
const worker :Workerd.Worker = (
  modules = [(name = ${literal(script.mainModule)}, esModule = embed "main")],
  compatibilityDate = ${literal(script.compatibilityDate ?? OLDEST_COMPATIBILITY_DATE)},
  bindings = [${texts.join(", ")}]
);
`;
  await writeFile(join(folder, "config.capnp"), configuration);
}

/** A name as a Cap'n Proto text; names of modules and bindings have no control characters. */
function literal(text: string): string {
  return JSON.stringify(text);
}

function workerdPath(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the package has no declarations
  const found: unknown = require("workerd");
  if (typeof found === "object" && found !== null && "default" in found && typeof found.default === "string") {
    return found.default;
  }
  throw new Error("The package workerd has no runtime for this machine.");
}

function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let control = "";
    let complaints = "";
    const timer = setTimeout(() => {
      reject(new Error(`workerd did not listen within ${START_TIMEOUT / 1000} s. ${complaints}`));
    }, START_TIMEOUT);
    child.stderr?.on("data", (data: Buffer) => (complaints = (complaints + data.toString()).slice(-4000)));
    child.stdout?.resume();
    child.stdio[3]?.on("data", (data: Buffer) => {
      control += data.toString();
      const port = /"event":\s*"listen"[^\n]*?"port":\s*(\d+)/.exec(control)?.[1];
      if (port !== undefined) {
        clearTimeout(timer);
        resolve(Number(port));
      }
    });
    child.once("error", reject).once("close", () => {
      clearTimeout(timer);
      reject(new Error(`workerd refused the script: ${complaints.trim()}`));
    });
  });
}

async function stop(child: ChildProcess, ended: Promise<void>, folder: string): Promise<void> {
  child.kill();
  const impatience = setTimeout(() => child.kill("SIGKILL"), 2000);
  await ended;
  clearTimeout(impatience);
  await rm(folder, { recursive: true, force: true });
}
