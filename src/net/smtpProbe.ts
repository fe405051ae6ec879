import type { Socket } from "node:net";
import { connectTcp } from "./tcpConnect";
import { formatEndpoint } from "./endpoint";
import { printable } from "./printable";
import { SmtpReader } from "./smtpReader";
import { startTls } from "./tlsConnect";
import type { CertificateInfo, TlsProblem } from "./certificate";

export interface SmtpProbeRequest {
  /** The MX host's name: goes into SNI, and the certificate must carry it. */
  host: string;
  address: string;
  /** Default: 25. */
  port?: number;
  /** Roots to trust beside the usual ones, PEM. */
  ca?: string;
  /** Milliseconds for everything together. Default: 10000. */
  timeoutMs?: number;
}

/** What a sender meets at one address of an MX host. */
export type SmtpProbe = { host: string; address: string } & (
  | {
      kind: "unreachable";
      timedOut: boolean;
      /** This machine has no way to such addresses (IPv6, mostly): says nothing about the host. */
      noRoute: boolean;
      seen: string;
    }
  | { kind: "refused"; seen: string }
  | { kind: "noStartTls"; seen: string }
  | { kind: "tls"; protocol?: string; certificate?: CertificateInfo; problems: TlsProblem[] }
);

/**
 * Talks SMTP to one address as a sender under MTA-STS would: banner, EHLO, STARTTLS, handshake (RFC 8461 §4.2,
 * RFC 3207). No mail is sent. Old TLS versions are accepted so that they can be named. Never throws.
 *
 * @example await probeSmtp({ host: "mx1.example.com", address: "192.0.2.25" })
 */
export async function probeSmtp(request: SmtpProbeRequest): Promise<SmtpProbe> {
  const { host, address, port = 25, timeoutMs = 10_000 } = request;
  const where = formatEndpoint({ host: address, port });
  const base = { host, address: where };
  const deadline = Date.now() + timeoutMs;
  const tcp = await connectTcp({ host: address, port }, timeoutMs);
  if (!tcp.ok) {
    const seen = tcp.timedOut ? `no connection to ${where} in time` : `no connection to ${where} (${tcp.code})`;
    return { ...base, kind: "unreachable", timedOut: tcp.timedOut, noRoute: tcp.noRoute, seen };
  }
  const expiry = AbortSignal.timeout(Math.max(deadline - Date.now(), 1));
  const giveUp = () => tcp.socket.destroy();
  expiry.addEventListener("abort", giveUp);
  try {
    const probed = await converse(tcp.socket, request);
    // A tarpit is no statement about TLS: the sender would wait longer than we do.
    if (expiry.aborted) {
      return {
        ...base,
        kind: "unreachable",
        timedOut: true,
        noRoute: false,
        seen: `${where} did not finish within ${timeoutMs / 1000} s`,
      };
    }
    return { ...base, ...probed };
  } finally {
    expiry.removeEventListener("abort", giveUp);
    tcp.socket.destroy();
  }
}

type Conversation =
  | { kind: "refused" | "noStartTls"; seen: string }
  | { kind: "tls"; protocol?: string; certificate?: CertificateInfo; problems: TlsProblem[] };

async function converse(socket: Socket, { host, ca }: SmtpProbeRequest): Promise<Conversation> {
  const reader = new SmtpReader(socket);
  const unexpected = (step: string, reply: string) => ({
    kind: "refused" as const,
    seen: `the server answered ${step} with "${printable(reply, 120)}"`,
  });
  const banner = await reader.reply();
  if (banner.code !== 220) return unexpected("the connection", banner.text);
  socket.write(`EHLO ${addressLiteral(socket)}\r\n`);
  const ehlo = await reader.reply();
  if (ehlo.code !== 250) return unexpected("EHLO", ehlo.text);
  if (!ehlo.lines.some((line) => /^STARTTLS\s*$/i.test(line))) {
    return { kind: "noStartTls", seen: "the server does not offer STARTTLS" };
  }
  socket.write("STARTTLS\r\n");
  const ready = await reader.reply();
  if (ready.code !== 220) {
    return { kind: "noStartTls", seen: `STARTTLS is offered but answered with "${printable(ready.text, 120)}"` };
  }
  // What came before the handshake could have been injected by anyone (CVE-2011-0411).
  if (reader.release() > 0) return { kind: "refused", seen: "the server sent text between STARTTLS and the handshake" };
  const { socket: secure, protocol, certificate, problems } = await startTls(socket, { host, ca, oldest: "TLSv1" });
  if (problems.length === 0) secure.write("QUIT\r\n");
  secure.destroy();
  return { kind: "tls", protocol, certificate, problems };
}

/** RFC 5321 §4.1.3: who has no name says its address. */
function addressLiteral({ localAddress = "127.0.0.1" }: Socket): string {
  return localAddress.includes(":") ? `[IPv6:${localAddress}]` : `[${localAddress}]`;
}
