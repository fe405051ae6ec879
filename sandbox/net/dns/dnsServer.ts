/** One DNS server: UDP and TCP on one address and port. */
import * as dgram from "node:dgram";
import * as net from "node:net";
import { isErrno } from "../errors";

export interface DnsServer {
  address: string;
  port: number;
  close(): Promise<void>;
}

/** `undefined`: no answer. */
export type DnsHandler = (octets: Buffer, transport: "udp" | "tcp") => Promise<Buffer | undefined>;

/** Milliseconds after which an idle TCP connection is closed. */
const TCP_IDLE = 10_000;
/** Attempts to find a port that is free for both UDP and TCP. */
const PORT_ATTEMPTS = 20;

/** @param port 0: one that the system chooses */
export async function startDnsServer(handler: DnsHandler, address: string, port = 0): Promise<DnsServer> {
  for (let attempt = 1; ; attempt++) {
    const tcp = await listenTcp(handler, address, port);
    try {
      const udp = await listenUdp(handler, address, tcp.port);
      const close = async () => {
        await Promise.all([udp.close(), tcp.close()]);
      };
      return { address, port: tcp.port, close };
    } catch (error) {
      await tcp.close();
      if (port !== 0 || attempt >= PORT_ATTEMPTS || !isErrno(error, "EADDRINUSE")) throw error;
    }
  }
}

async function listenUdp(handler: DnsHandler, address: string, port: number) {
  const socket = dgram.createSocket("udp4");
  let open = true;
  socket.on("message", (octets, client) => {
    void handler(octets, "udp").then((answer) => {
      if (answer && open) socket.send(answer, client.port, client.address, () => undefined); // the client may be gone
    });
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", (error) => {
      socket.close();
      reject(error);
    });
    socket.bind(port, address, resolve);
  });
  socket.removeAllListeners("error").on("error", () => undefined); // ICMP errors of clients that have gone
  return {
    close: () =>
      new Promise<void>((resolve) => {
        open = false;
        socket.close(resolve);
      }),
  };
}

async function listenTcp(handler: DnsHandler, address: string, port: number) {
  const connections = new Set<net.Socket>();
  const server = net.createServer((connection) => {
    connections.add(connection);
    connection.setTimeout(TCP_IDLE, () => connection.destroy());
    connection.on("error", () => undefined).on("close", () => connections.delete(connection));
    let pending = Buffer.alloc(0);
    connection.on("data", (data) => {
      pending = Buffer.concat([pending, data]);
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const length = pending.readUInt16BE(0);
        const query = pending.subarray(2, 2 + length);
        pending = pending.subarray(2 + length);
        void handler(query, "tcp").then((answer) => {
          if (!answer || connection.destroyed) return;
          const size = Buffer.alloc(2);
          size.writeUInt16BE(answer.length);
          connection.write(Buffer.concat([size, answer]));
        });
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, address, resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("A TCP server without a port.");
  return {
    port: bound.port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const connection of connections) connection.destroy();
      }),
  };
}
