/** One HTTP request to an edge, and its response. */
import type { IncomingHttpHeaders } from "node:http";

export type EdgeName = "cloudfront" | "cloudflare";

export interface EdgeRequest {
  edge: EdgeName;
  /** The loopback address that the client connected to. */
  address: string;
  /** Over TLS. */
  secure: boolean;
  /** The name in the TLS handshake, lower case. */
  serverName?: string;
  method: string;
  /** The Host header without port, lower case. */
  host: string;
  /** As sent, without the query. */
  path: string;
  /** With its question mark; empty without one. */
  query: string;
  headers: IncomingHttpHeaders;
  /** What a client sent with POST or PUT: up to 64 KB of it. */
  body: Buffer;
}

export interface EdgeResponse {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** Octets, or a stream of them for bodies that should not be held. */
  body: Buffer | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

export function textResponse(status: number, contentType: string, text: string): EdgeResponse {
  return { status, headers: { "content-type": contentType }, body: Buffer.from(text) };
}
