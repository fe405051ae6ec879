/** The sandbox of bench:check, in a process of its own: `checkWorld <domains>`, asked over IPC. */
import type { CheckOptions } from "../../src/checks";
import { startWorld } from "../../test/checks/support/world";

export interface BenchWorld {
  domains: string[];
  options: CheckOptions;
}

/** One question or request that a check made, and of whom. */
export interface BareQuestion {
  kind: "dns" | "https";
  /** The address that was asked. */
  address: string;
  name: string;
  type: string;
}

async function main(count: number): Promise<void> {
  const world = await startWorld();
  const { dns, https } = world.servers;
  const domains = Array.from({ length: count }, (_, index) => world.publish(`bench${index}`, {}));
  // One certificate each is made at the first handshake: before the clock runs.
  process.on("message", (message) => {
    if (message === "start") process.send?.({ domains, options: world.options() } satisfies BenchWorld);
    if (message === "log") void log().then((questions) => process.send?.(questions));
  });
  process.on("disconnect", () => void world.close());

  async function log(): Promise<BareQuestion[]> {
    const asked = await Promise.all(
      dns.questions.list().map(async ({ server, name, type }): Promise<BareQuestion> => {
        const address = server === "resolver" ? dns.address : await dns.nameServerAddress(server);
        return { kind: "dns", address, name, type };
      }),
    );
    // What the run remembers is asked once for all domains, not once for each.
    const each = asked.filter(({ name }) => name.includes("bench0"));
    const fetched = https.requests
      .list()
      .map(({ address, host }): BareQuestion => ({ kind: "https", address, name: host, type: "" }));
    return [...each, ...fetched];
  }
}

void main(Number(process.argv[2]));
