/** Listeners on one port number at several loopback addresses. */
import * as net from "node:net";
import { isErrno } from "../errors";

const PORT_ATTEMPTS = 20;

export interface Listeners {
  port: number;
  /** The addresses that the machine has: all, or the first alone. */
  addresses: string[];
  close(): Promise<void>;
}

/** @param accept what to do with connections to an address; a machine may lack the addresses after the first */
export async function listenOnAll(
  addresses: readonly [string, ...string[]],
  accept: (address: string) => (socket: net.Socket) => void,
): Promise<Listeners> {
  for (let attempt = 1; ; attempt++) {
    const servers: net.Server[] = [];
    const open = new Set<net.Socket>();
    const close = async () => {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      for (const socket of open) socket.destroy();
      await Promise.all(closed);
    };
    const bound: string[] = [];
    let port = 0;
    try {
      for (const address of addresses) {
        const server = net.createServer((socket) => {
          open.add(socket);
          socket.on("close", () => open.delete(socket));
          accept(address)(socket);
        });
        try {
          port = await listen(server, address, port);
        } catch (error) {
          if (bound.length > 0 && isErrno(error, "EADDRNOTAVAIL")) continue; // macOS configures 127.0.0.1 only
          throw error;
        }
        servers.push(server);
        bound.push(address);
      }
      return { port, addresses: bound, close };
    } catch (error) {
      await close();
      if (attempt >= PORT_ATTEMPTS || !isErrno(error, "EADDRINUSE")) throw error;
    }
  }
}

function listen(server: net.Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen({ host, port }, () => {
      const bound = server.address();
      if (bound === null || typeof bound === "string") reject(new Error("A TCP server without a port."));
      else resolve(bound.port);
    });
  });
}
