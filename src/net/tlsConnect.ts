import { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import {
  connect,
  createSecureContext,
  rootCertificates,
  type ConnectionOptions,
  type SecureContext,
  type TLSSocket,
} from "node:tls";
import {
  certificateInfo,
  certificateProblems,
  handshakeProblem,
  type CertificateInfo,
  type TlsProblem,
} from "./certificate";

export interface TlsSession {
  socket: TLSSocket;
  /** `TLSv1.2`, `TLSv1.3`, …; absent where the handshake failed. */
  protocol?: string;
  /** Absent where the handshake failed. */
  certificate?: CertificateInfo;
  /** Empty: the host is authenticated. */
  problems: TlsProblem[];
}

export interface TlsOptions {
  /** The name that SNI sends and that the certificate must carry. */
  host: string;
  /** Roots to trust beside the usual ones, PEM. */
  ca?: string;
  /** The oldest version to accept. Default: TLSv1.2. */
  oldest?: "TLSv1" | "TLSv1.2";
}

/**
 * Starts TLS on a connected socket and judges the certificate, without giving up on a bad one: the caller sees every
 * problem and sends nothing where there is any. Never rejects; a socket that closes first is a handshake problem.
 */
export function startTls(plain: Socket, { host, ca, oldest = "TLSv1.2" }: TlsOptions): Promise<TlsSession> {
  const options: ConnectionOptions = {
    socket: plain,
    servername: host,
    rejectUnauthorized: false,
    minVersion: oldest,
    secureContext: contextFor(ca, oldest),
    // The name is judged below, apart from the chain, so that one does not hide the other.
    checkServerIdentity: () => undefined,
  };
  return new Promise((resolve) => {
    const socket = connect(options);
    const fail = (error: Error & { code?: string }) => {
      resolve({ socket, problems: [handshakeProblem(error)] });
    };
    socket.once("error", fail);
    socket.once("close", () => {
      fail(new Error("the connection was closed"));
    });
    socket.once("secureConnect", () => {
      socket.on("error", () => undefined);
      const certificate = socket.getPeerX509Certificate();
      if (!certificate) {
        fail(new Error("the server sent no certificate"));
        return;
      }
      // A copy: the peer's own object does not outlive the connection.
      const leaf = new X509Certificate(certificate.raw);
      // A string code at run time (or absent), whatever the type declares.
      const chainError = socket.authorized ? undefined : String(socket.authorizationError);
      resolve({
        socket,
        protocol: socket.getProtocol() ?? undefined,
        certificate: certificateInfo(leaf),
        problems: certificateProblems(leaf, host, chainError),
      });
    });
  });
}

/** Reading 150 roots takes tens of milliseconds: once a set, not once a connection. */
const contexts = new Map<string, SecureContext>();

function contextFor(ca: string | undefined, oldest: "TLSv1" | "TLSv1.2"): SecureContext {
  const key = `${oldest}\n${ca ?? ""}`;
  const known = contexts.get(key);
  if (known) return known;
  const context = createSecureContext({
    minVersion: oldest,
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    // OpenSSL refuses TLS 1.0's signatures above level 0.
    ...(oldest === "TLSv1" ? { ciphers: "DEFAULT@SECLEVEL=0" } : {}),
  });
  if (contexts.size > 8) contexts.clear();
  contexts.set(key, context);
  return context;
}
