import { type Cloud, type CloudOptions, createCloud } from "./cloud";
import { createEngineHome, type EngineHome } from "./engine/engineHome";
import { type Engine, findEngine } from "./engine/findEngine";
import { issueCertificate, type ServerOptions, type Servers, startServers } from "./net";
import { sandboxVariable } from "../src/rollout/surroundings";
import { type ProviderOptions, type Providers, startProviders } from "./provider";

export interface SandboxOptions extends CloudOptions {
  /** Default: the one that `findEngine` finds, or builds. */
  engine?: Engine;
  providers?: ProviderOptions;
  servers?: ServerOptions;
}

/** A cloud account, the internet around it, and an engine that deploys to it: all on loopback, gone after `close`. */
export interface Sandbox extends EngineHome {
  cloud: Cloud;
  /** What the engine talks to: its log of operations, and faults to inject. */
  providers: Providers;
  /** What senders talk to: DNS, HTTPS, and the certificate authority that they must trust. */
  servers: Servers;
}

/** How much faster the guards' time runs than ours: they wait half a minute at the gate, and a TTL before an MX. */
export const SPEED = 60;

/** Where the guards of a program find this sandbox's internet. */
function guardSettings({ dns, https, ca }: Servers): string {
  return JSON.stringify({
    recursor: dns.server,
    authorityPort: dns.port,
    httpsPort: https.port,
    ca: ca.certPem,
    speed: SPEED,
  });
}

/**
 * Starts a sandbox. Sandboxes do not share anything: several may run at the same time.
 *
 * @example
 * const sandbox = await startSandbox({ route53: [{ name: "example.com", id: "Z1" }] });
 * const mail = await deployment(sandbox, program);
 * await sandbox.close();
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { engine = await findEngine(), providers: providerOptions, servers: serverOptions, ...cloudOptions } = options;
  const cloud = createCloud({ issueCertificate, ...cloudOptions });
  const servers = await startServers(cloud.state, serverOptions);
  const providers = await startProviders(cloud, providerOptions);
  const home = createEngineHome(engine, { ...providers.env, [sandboxVariable]: guardSettings(servers) });
  return {
    ...home,
    cloud,
    providers,
    servers,
    async close() {
      await Promise.all([providers.close(), servers.close(), home.close()]);
    },
  };
}
