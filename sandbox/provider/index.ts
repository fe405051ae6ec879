import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Cloud } from "../cloud";
import type { Faults } from "./faults";
import { Lifecycle } from "./lifecycle";
import type { Operation } from "./operations";
import { providerService } from "./providerService";
import { lookups, resourceTypes } from "./registry";
import { Runner } from "./runner";
import { Sessions } from "./sessions";

export type { Fault, FaultKind, Faults } from "./faults";
export { changesCloud, type Operation, type OperationKind, type Outcome } from "./operations";

export interface ProviderOptions {
  /** Milliseconds that an operation takes before it changes the cloud, by resource type. Default: none. */
  delays?: Record<string, number>;
  /** Milliseconds that a provider waits for the cloud (ACM's validation) before it gives up. Default: 2000. */
  patience?: number;
}

export interface Providers {
  port: number;
  /** What the engine's environment needs to use these providers. */
  env: { PULUMI_DEBUG_PROVIDERS: string };
  /** Every request of the engine, in order. Set `length = 0` to start over. */
  log: Operation[];
  faults: Faults;
  /** Looks at the world after each operation that changed it, before the engine goes on; undefined looks away. */
  watch: (look: ((operation: Operation) => Promise<void>) | undefined) => void;
  /** Ends everything that is under way, and the server. */
  close(): Promise<void>;
}

/**
 * Serves the AWS and Cloudflare providers over one cloud, on a loopback port.
 *
 * @example
 * const providers = await startProviders(createCloud({ route53: [{ name: "example.com" }] }));
 */
export async function startProviders(cloud: Cloud, options: ProviderOptions = {}): Promise<Providers> {
  const runner = new Runner(options.delays ?? {});
  const sessions = new Sessions();
  const lifecycle = new Lifecycle(cloud, runner, resourceTypes, lookups, options.patience ?? 2000);
  const largest = 400 * 1024 * 1024; // the engine's own limit of a message
  const server = new Server({ "grpc.max_receive_message_length": largest, "grpc.max_send_message_length": largest });
  server.addService(ResourceProviderService, providerService(lifecycle, sessions));
  const port = await listen(server);
  return {
    port,
    env: { PULUMI_DEBUG_PROVIDERS: `aws:${port},cloudflare:${port}` },
    log: runner.log,
    faults: runner.faults,
    watch: (look) => {
      runner.watch = look;
    },
    close: () => {
      sessions.cancelAll();
      server.forceShutdown();
      return Promise.resolve();
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}
