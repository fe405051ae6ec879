import type { ServerWritableStream } from "@grpc/grpc-js";
import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { exitCode, startNode } from "./processes";
import { projectModule } from "./projectModule";
import { runtimeOptions } from "./runtimeOptions";

/** Runs a policy pack or a component provider with the SDK's runner for it, and streams its output to the engine. */
export async function runPlugin(call: ServerWritableStream<RunPluginRequest, RunPluginResponse>): Promise<void> {
  const { request } = call;
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() ?? request.getProgram();
  const isPolicyPack = request.getKind() === "analyzer";
  const runner = isPolicyPack ? "@pulumi/pulumi/cmd/run-policy-pack" : "@pulumi/pulumi/cmd/run-plugin";
  const { nodeargs } = runtimeOptions(info);
  // A policy pack gets the engine's address first, a provider after its folder.
  const plugin = isPolicyPack ? [...request.getArgsList(), folder] : [folder, ...request.getArgsList()];
  const child = startNode([...nodeargs, projectModule(runner, folder), ...plugin], {
    // @pulumi/policy reads the pack's version from the package.json in the working directory.
    cwd: isPolicyPack ? folder : request.getPwd(),
    env: { ...process.env, ...parseEnvironment(request.getEnvList()) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const send = (set: (response: RunPluginResponse) => void): void => {
    const response = new RunPluginResponse();
    set(response);
    call.write(response);
  };
  child.stdout?.on("data", (chunk: Buffer) => {
    send((response) => response.setStdout(chunk));
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    send((response) => response.setStderr(chunk));
  });
  // The engine ends the call when it needs the plugin no longer.
  call.once("cancelled", () => child.kill());
  const code = await exitCode(child);
  send((response) => response.setExitcode(code));
  call.end();
}

function parseEnvironment(entries: string[]): Record<string, string> {
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf("=");
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}
