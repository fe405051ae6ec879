import type { CloudState, HostedZone } from "../../sandbox/cloud/state";
import { type Servers, startServers } from "../../sandbox/net";
import { ask, lines } from "./netDnsClient";
import { exampleCloud } from "./netFixture";

/** The example cloud behind DNS servers of its own, new for each test of the file. */
export interface DnsWorld {
  readonly state: CloudState;
  readonly servers: Servers;
  /** The port of the servers, all of them. */
  readonly port: number;
  /** The zone of example.com. */
  hostedZone(): HostedZone;
  addRecords(...records: [name: string, type: string, ...values: string[]][]): void;
  /** What the resolver answers, a line a record. */
  answers(name: string, type: string): Promise<string[]>;
}

/** Registers the hooks that start and stop it. */
export function dnsWorld(): DnsWorld {
  let state: CloudState;
  let servers: Servers;
  beforeEach(async () => {
    state = await exampleCloud();
    servers = await startServers(state, { extraRecords: { "mx1.example.com": ["A 127.0.0.9"] } });
  });
  afterEach(() => servers.close());
  const world: DnsWorld = {
    get state() {
      return state;
    },
    get servers() {
      return servers;
    },
    get port() {
      return servers.dns.port;
    },
    hostedZone: () => state.hostedZones.get("Z1")!,
    addRecords(...records) {
      for (const [name, type, ...values] of records)
        world.hostedZone().recordSets.push({ name, type, ttl: 300, values });
    },
    answers: async (name, type) => lines((await ask(world.port, name, type)).answers),
  };
  return world;
}
