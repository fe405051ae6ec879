import { createSocket } from "node:dgram";
import { connect, isIP } from "node:net";
import { formatEndpoint, type Endpoint } from "./endpoint";
import { parseReply, type DnsMessage, type DnsQuery } from "./dnsMessage";

/** Why a server gave no usable reply: one sentence, naming the server. */
export interface TransportFailure {
  failure: string;
}
export type TransportResult = DnsMessage | TransportFailure;

/**
 * Asks over UDP from a fresh port, and again over TCP when the reply was cut off, or echoed the name in another
 * case (over TCP an off-path forger cannot answer). Never throws; ends within `timeoutMs` for each transport.
 */
export async function exchange(server: Endpoint, query: DnsQuery, timeoutMs: number): Promise<TransportResult> {
  const reply = await overUdp(server, query, timeoutMs);
  return reply === "useTcp" ? overTcp(server, query, timeoutMs) : reply;
}

function overUdp(server: Endpoint, query: DnsQuery, timeoutMs: number): Promise<TransportResult | "useTcp"> {
  return new Promise((resolve) => {
    const socket = createSocket(isIP(server.host) === 6 ? "udp6" : "udp4");
    const finish = (result: TransportResult | "useTcp") => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on("error", () => undefined); // a late ICMP error is nobody's concern
      socket.close();
      resolve(result);
    };
    const timer = setTimeout(() => {
      finish(failed(server, `no reply within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    socket.on("error", (error) => {
      finish(failed(server, reasonOf(error)));
    });
    socket.on("message", (bytes) => {
      const parsed = parseReply(bytes, query);
      if (parsed.kind === "foreign") return; // keep waiting: a forged packet must not end the query
      finish(parsed.kind === "case" || parsed.message.truncated ? "useTcp" : parsed.message);
    });
    // A connected socket receives from this server only.
    socket.connect(server.port, server.host, () => {
      socket.send(query.bytes);
    });
  });
}

function overTcp(server: Endpoint, query: DnsQuery, timeoutMs: number): Promise<TransportResult> {
  return new Promise((resolve) => {
    const socket = connect({ host: server.host, port: server.port });
    let received = Buffer.alloc(0);
    const finish = (result: TransportResult) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => {
      finish(failed(server, `no reply over TCP within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    socket.on("connect", () => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(query.bytes.length);
      socket.write(Buffer.concat([length, query.bytes]));
    });
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      // The length field caps this at 64 KB.
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const parsed = parseReply(received.subarray(2, 2 + received.readUInt16BE(0)), query);
      finish(parsed.kind === "foreign" ? failed(server, "its TCP reply does not answer the question") : parsed.message);
    });
    socket.on("error", (error) => {
      finish(failed(server, `TCP: ${reasonOf(error)}`));
    });
    socket.on("close", () => {
      finish(failed(server, "it closed the TCP connection without a reply"));
    });
  });
}

function failed(server: Endpoint, what: string): TransportFailure {
  return { failure: `${formatEndpoint(server, 53)}: ${what}` };
}

function reasonOf(error: Error & { code?: string }): string {
  return error.code === "ECONNREFUSED" ? "connection refused (nothing listens there)" : (error.code ?? error.message);
}
