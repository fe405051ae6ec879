import { createServer, type AddressInfo, type Server } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { CertificateAuthority } from "../../../sandbox/net";

/** Real SMTP servers, one fault each, on loopback addresses of their own and one port. */
export interface SmtpServers {
  port: number;
  /** Name of the behaviour → address. */
  at: Record<keyof typeof addresses, string>;
  close(): Promise<void>;
}

const addresses = {
  good: "127.0.3.1",
  selfSigned: "127.0.3.2",
  wrongName: "127.0.3.3",
  expired: "127.0.3.4",
  noStartTls: "127.0.3.5",
  tls10: "127.0.3.6",
  /** Nothing listens there. */
  closed: "127.0.3.7",
  /** Accepts and never says a word. */
  tarpit: "127.0.3.8",
  /** Greets with 554. */
  refusing: "127.0.3.9",
};

/** @param hosts the names on the certificates (wildcards work) */
export async function startSmtpServers(ca: CertificateAuthority, hosts: string[]): Promise<SmtpServers> {
  const good = await ca.issue(hosts);
  const selfSigned = await ca.issue(hosts, { selfSigned: true });
  const wrongName = await ca.issue(["mail.elsewhere.test"]);
  const expired = await ca.issue(hosts, { notBefore: new Date(Date.now() - 90 * 86_400_000), days: 30 });
  const port = await freePort(addresses.good);
  const stops: (() => Promise<void>)[] = [];
  const serve = async (address: string, options: SMTPServerOptions) => {
    const server = new SMTPServer({ authOptional: true, disabledCommands: ["AUTH"], logger: false, ...options });
    server.on("error", () => undefined); // clients that end in the handshake
    await new Promise<void>((resolve, reject) => {
      server.server.once("error", reject);
      server.listen(port, address, resolve);
    });
    stops.push(
      () =>
        new Promise<void>((resolve) => {
          server.close(resolve);
        }),
    );
  };
  const withTls = ({ chain, key }: { chain: string; key: string }) => ({ cert: chain, key });
  await Promise.all([
    serve(addresses.good, withTls(good)),
    serve(addresses.selfSigned, withTls(selfSigned)),
    serve(addresses.wrongName, withTls(wrongName)),
    serve(addresses.expired, withTls(expired)),
    serve(addresses.noStartTls, { disabledCommands: ["AUTH", "STARTTLS"] }),
    serve(addresses.tls10, {
      ...withTls(good),
      minVersion: "TLSv1",
      maxVersion: "TLSv1",
      ciphers: "DEFAULT@SECLEVEL=0",
    }),
    raw(addresses.tarpit, port, undefined, stops),
    raw(addresses.refusing, port, "554 no service for you\r\n", stops),
  ]);
  return {
    port,
    at: addresses,
    close: async () => {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

async function raw(address: string, port: number, greeting: string | undefined, stops: (() => Promise<void>)[]) {
  const server = createServer((socket) => {
    socket.on("error", () => undefined).resume();
    if (greeting !== undefined) socket.end(greeting);
  });
  await listen(server, port, address);
  stops.push(
    () =>
      new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      ),
  );
}

function listen(server: Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => server.once("error", reject).listen(port, address, resolve));
}

async function freePort(address: string): Promise<number> {
  const server = createServer();
  await listen(server, 0, address);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
