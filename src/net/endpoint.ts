import { isIP } from "node:net";

/** Where to connect: an IP address or a host name, and a port. */
export interface Endpoint {
  host: string;
  port: number;
}

/**
 * Reads `host`, `host:port`, `[v6]:port` or a bare IPv6 address.
 * Returns undefined when the text is none of these or the port is not 1 to 65535.
 *
 * @example parseEndpoint("127.0.0.1:5353", 53) // { host: "127.0.0.1", port: 5353 }
 */
export function parseEndpoint(text: string, defaultPort: number): Endpoint | undefined {
  if (isIP(text) !== 0) return { host: text, port: defaultPort };
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(text);
  if (!match) return undefined;
  const host = match[1] ?? match[2] ?? "";
  if (match[1] !== undefined && isIP(host) !== 6) return undefined;
  const port = match[3] === undefined ? defaultPort : Number(match[3]);
  return port >= 1 && port <= 65535 ? { host, port } : undefined;
}

/** The text form of an endpoint, IPv6 in brackets; port 53 is left out where `defaultPort` says so. */
export function formatEndpoint({ host, port }: Endpoint, defaultPort?: number): string {
  if (port === defaultPort) return host;
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}
