/** What the edges remember of requests and of handshakes. */
import type { EdgeRequest } from "./exchange";

export interface AccessLogEntry extends Pick<
  EdgeRequest,
  "edge" | "address" | "secure" | "serverName" | "method" | "host" | "path"
> {
  time: Date;
  status: number;
  userAgent?: string;
}

/** A handshake that came to nothing. */
export interface TlsFailure {
  time: Date;
  address: string;
  serverName?: string;
  message: string;
}

export function logEntry(request: EdgeRequest, status: number): AccessLogEntry {
  const { edge, address, secure, serverName, method, host, path } = request;
  const userAgent = request.headers["user-agent"];
  return {
    ...{ time: new Date(), edge, address, secure, method, host, path, status },
    ...(serverName === undefined ? {} : { serverName }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}
