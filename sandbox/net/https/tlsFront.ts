/** The TLS side of the edges: reads the server name, picks certificate and versions, hands plain HTTP on. */
import * as net from "node:net";
import * as tls from "node:tls";
import type { IssuedCertificate } from "../ca";
import { asError, isErrno } from "../errors";
import { readClientHello } from "./clientHello";

export interface TlsIdentity {
  certificate: IssuedCertificate;
  /** Default: TLS 1.2. */
  minVersion?: tls.SecureVersion;
  /** Default: TLS 1.3. */
  maxVersion?: tls.SecureVersion;
}

/** "reset" and "silent": no handshake. `undefined`: no such host here, the alert that real edges send. */
export type TlsChoice = TlsIdentity | "reset" | "silent" | undefined;

export interface Connection {
  /** The loopback address that the client connected to. */
  address: string;
  secure: boolean;
  serverName?: string;
}

export interface TlsFrontOptions {
  identify(address: string, serverName: string | undefined): Promise<TlsChoice>;
  /** A connection that speaks HTTP from here on. */
  connected(socket: net.Socket, connection: Connection): void;
  failed(connection: Connection, error: Error): void;
}

/** Milliseconds for a ClientHello to arrive. */
const HELLO_TIMEOUT = 10_000;
/** RFC 8446 §6: fatal, handshake_failure. */
const HANDSHAKE_FAILURE = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28]);
const PROTOCOLS = ["http/1.1"];

/** What to do with each new connection to an address. */
export function tlsFront(address: string, options: TlsFrontOptions): (socket: net.Socket) => void {
  return (socket) => {
    socket.on("error", () => undefined);
    void accept(socket, { address, secure: true }, options).catch((error: unknown) => {
      options.failed({ address, secure: true }, asError(error));
      socket.destroy();
    });
  };
}

async function accept(socket: net.Socket, connection: Connection, options: TlsFrontOptions): Promise<void> {
  const hello = await receiveHello(socket);
  if (!hello) {
    socket.destroy();
    return;
  }
  const named = { ...connection, serverName: hello.serverName };
  const choice = await options.identify(connection.address, hello.serverName);
  if (choice === "silent") return;
  if (choice === "reset") {
    socket.resetAndDestroy();
    return;
  }
  if (!choice) {
    options.failed(named, new Error(`No host ${hello.serverName ?? "(unnamed)"} at ${connection.address}.`));
    socket.end(HANDSHAKE_FAILURE);
    return;
  }
  socket.unshift(hello.octets);
  const secured = new tls.TLSSocket(socket, {
    isServer: true,
    secureContext: contextOf(choice),
    ALPNProtocols: PROTOCOLS,
  });
  secured.on("error", (error: Error) => {
    if (!isErrno(error, "ECONNRESET", "EPIPE")) options.failed(named, error);
    secured.destroy();
  });
  options.connected(secured, named);
}

function receiveHello(socket: net.Socket): Promise<{ octets: Buffer; serverName?: string } | undefined> {
  return new Promise((resolve) => {
    let octets = Buffer.alloc(0);
    const finish = (result: { octets: Buffer; serverName?: string } | undefined) => {
      socket.pause();
      socket.setTimeout(0);
      socket.off("data", read).off("close", gone).off("timeout", gone);
      resolve(result);
    };
    const gone = () => {
      finish(undefined);
    };
    const read = (data: Buffer) => {
      octets = Buffer.concat([octets, data]);
      const hello = readClientHello(octets);
      if (hello.kind === "notTls") finish(undefined);
      else if (hello.kind === "hello") finish({ octets, serverName: hello.serverName });
    };
    socket.setTimeout(HELLO_TIMEOUT);
    socket.on("data", read).on("close", gone).on("timeout", gone);
  });
}

const contexts = new Map<string, tls.SecureContext>();
/** Contexts are dear to make and small to keep; a test run has hundreds. */
const CONTEXT_LIMIT = 2000;

function contextOf({ certificate, minVersion = "TLSv1.2", maxVersion = "TLSv1.3" }: TlsIdentity): tls.SecureContext {
  const key = `${minVersion} ${maxVersion} ${certificate.chain}`;
  const known = contexts.get(key);
  if (known) return known;
  const old = minVersion === "TLSv1" || minVersion === "TLSv1.1";
  const context = tls.createSecureContext({
    cert: certificate.chain,
    key: certificate.key,
    minVersion,
    maxVersion,
    ...(old ? { ciphers: "DEFAULT@SECLEVEL=0" } : {}), // OpenSSL 3 offers TLS 1.0 and 1.1 at that level only
  });
  if (contexts.size >= CONTEXT_LIMIT) contexts.clear();
  contexts.set(key, context);
  return context;
}
