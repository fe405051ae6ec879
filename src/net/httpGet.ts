import { request } from "node:http";
import type { TLSSocket } from "node:tls";

export type HttpResult =
  | { ok: true; status: number; headers: Record<string, string>; body: Buffer; tooLarge: boolean }
  | { ok: false; timedOut: boolean; code: string };

export interface HttpGet {
  host: string;
  path: string;
  userAgent: string;
  /** Bytes to read at most; the rest is never asked for. */
  maxBytes: number;
  signal: AbortSignal;
}

/** One GET over a TLS socket that is authenticated already; the socket is closed afterwards. Never rejects. */
export function httpGet(socket: TLSSocket, { host, path, userAgent, maxBytes, signal }: HttpGet): Promise<HttpResult> {
  return new Promise((resolve) => {
    const finish = (result: HttpResult) => {
      resolve(result);
      outgoing.destroy();
      socket.destroy();
    };
    const fail = (error: Error & { code?: string }) => {
      finish({ ok: false, timedOut: signal.aborted, code: error.code ?? error.message });
    };
    const outgoing = request({
      createConnection: () => socket,
      host,
      path,
      method: "GET",
      headers: { host, "user-agent": userAgent, accept: "*/*", connection: "close" },
      signal,
    });
    outgoing.on("error", fail);
    outgoing.on("response", (response) => {
      const headers = Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(", ")]),
      );
      const status = response.statusCode ?? 0;
      const chunks: Buffer[] = [];
      let length = 0;
      response.on("error", fail);
      response.on("aborted", () => {
        fail(new Error("the answer was cut off"));
      });
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk.subarray(0, maxBytes - length));
        length += chunk.length;
        if (length > maxBytes) finish({ ok: true, status, headers, body: Buffer.concat(chunks), tooLarge: true });
      });
      response.on("end", () => {
        finish({ ok: true, status, headers, body: Buffer.concat(chunks), tooLarge: false });
      });
    });
    outgoing.end();
  });
}
