/** One sample of bench:component, in a process of its own: `componentSample <side> <domains>`; prints one line of JSON. */
import { performance } from "node:perf_hooks";
import * as pulumi from "@pulumi/pulumi";
import { mockEngine } from "../../test/support/mocks";
import { declareDomains, type Side } from "./declareSample";

export interface Sample {
  milliseconds: number;
  megabytes: number;
  resources: number;
}

async function sample(side: Side, count: number): Promise<Sample> {
  const registered = mockEngine({ route53: { ZBENCH: { name: "example.com" } } });
  forgetOutputs();
  const collect = globalThis.gc ?? (() => undefined);
  collect();
  const start = performance.now();
  await pulumi.runtime.runInPulumiStack(() => {
    declareDomains(side, count, "ZBENCH");
    return Promise.resolve({});
  });
  await pulumi.runtime.disconnect();
  const milliseconds = performance.now() - start;
  collect();
  // All that the process holds: the SDKs, the program's resources, and our own code on one side.
  const megabytes = process.memoryUsage().heapUsed / 1e6;
  return { milliseconds, megabytes, resources: registered.length };
}

/** The mocks keep every component's registered outputs as a protobuf message, which no engine makes the program do. */
function forgetOutputs(): void {
  const monitor: unknown = pulumi.runtime.getMonitor();
  if (typeof monitor !== "object" || monitor === null) throw new Error("There is no mock monitor.");
  Object.assign(monitor, {
    registerResourceOutputs: (_request: unknown, callback: (error: unknown, response: object) => void) =>
      callback(null, {}),
  });
}

const [side, count] = process.argv.slice(2);
if (side !== "component" && side !== "flat") throw new Error("usage: componentSample component|flat <domains>");
void sample(side, Number(count)).then((result) => console.log(JSON.stringify(result)));
