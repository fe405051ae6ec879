/** An HTTP proxy (CONNECT) that leads a sender's TLS connections into the sandbox, by the sandbox's DNS. */
import { Resolver } from "node:dns/promises";
import * as http from "node:http";
import * as net from "node:net";
import type { SandboxNetwork } from "./network";

export interface ConnectProxy {
  /** For `https_proxy`. */
  url: string;
  close(): Promise<void>;
}

/** Milliseconds for a look-up, once again after that. */
const LOOKUP = { timeout: 4000, tries: 2 };

export async function startConnectProxy({ dns, https }: SandboxNetwork): Promise<ConnectProxy> {
  const resolver = new Resolver(LOOKUP);
  resolver.setServers([dns.server]);
  const open = new Set<net.Socket>();
  const server = http.createServer((_request, response) => {
    response.writeHead(405).end(); // senders fetch policies over TLS only
  });
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("error", () => undefined).on("close", () => open.delete(socket));
  });
  server.on("connect", (request, client, head) => {
    client.on("error", () => undefined);
    const target = /^([^:]+):443$/.exec(request.url ?? "")?.[1];
    const refuse = () => client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    if (target === undefined) {
      refuse();
      return;
    }
    resolver.resolve4(target).then(([address]) => {
      const upstream = net.connect(https.port, address, () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        if (head.length > 0) upstream.write(head);
        client.pipe(upstream).pipe(client);
      });
      upstream.on("error", () => {
        if (upstream.pending) refuse();
      });
      upstream.on("close", () => client.end());
      client.on("close", () => upstream.destroy());
    }, refuse);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("A proxy without a port.");
  return {
    url: `http://127.0.0.1:${bound.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of open) socket.destroy();
      }),
  };
}
