/** The authoritative servers: each host name gets a loopback address of its own, and listens there once asked for. */
import { isErrno } from "../errors";
import { type DnsHandler, type DnsServer, startDnsServer } from "./dnsServer";

/** Addresses 127.0.1.1, 127.0.1.2, …: 250 to a row. */
const PER_ROW = 250;
const LAST_ROW = 250;

export interface NameServers {
  /** Starts the server of that name if need be; its address, at the resolver's port. */
  start(name: string): Promise<string>;
  /** The address, if started. */
  addressOf(name: string): string | undefined;
  close(): Promise<void>;
}

/** @param fallback the address to use where the machine has one loopback address only: the resolver's own */
export function nameServers(handlerFor: (name: string) => DnsHandler, port: number, fallback: string): NameServers {
  const starting = new Map<string, Promise<string>>();
  const addresses = new Map<string, string>();
  const servers: DnsServer[] = [];
  let next = 0;

  const start = async (name: string): Promise<string> => {
    for (;;) {
      const index = next++;
      const row = 1 + Math.floor(index / PER_ROW);
      if (row > LAST_ROW) throw new RangeError("The sandbox has no loopback address left for another name server.");
      try {
        const server = await startDnsServer(handlerFor(name), `127.0.${row}.${(index % PER_ROW) + 1}`, port);
        servers.push(server);
        addresses.set(name, server.address);
        return server.address;
      } catch (error) {
        if (isErrno(error, "EADDRINUSE")) continue; // another program has that port there
        if (!isErrno(error, "EADDRNOTAVAIL")) throw error;
        addresses.set(name, fallback); // macOS configures 127.0.0.1 only
        return fallback;
      }
    }
  };

  return {
    start(name) {
      const known = starting.get(name);
      if (known) return known;
      const started = start(name);
      starting.set(name, started);
      return started;
    },
    addressOf: (name) => addresses.get(name),
    async close() {
      await Promise.allSettled(starting.values());
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
