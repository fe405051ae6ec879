/** From what Node's HTTP server has parsed to a request of an edge. */
import type { IncomingMessage } from "node:http";
import type { EdgeName, EdgeRequest } from "./exchange";
import type { Connection } from "./tlsFront";

/** Octets of a request's body that are kept. */
const BODY_LIMIT = 65_536;

export async function readRequest(
  incoming: IncomingMessage,
  connection: Connection,
  edgeFor: (address: string, host: string) => EdgeName,
): Promise<EdgeRequest> {
  const host = (incoming.headers.host ?? "").replace(/:\d+$/, "").replace(/\.$/, "").toLowerCase();
  const [path = "/", query = ""] = (incoming.url ?? "/").split(/(?=\?)/s);
  return {
    ...connection,
    edge: edgeFor(connection.address, host),
    method: incoming.method ?? "GET",
    host,
    path,
    query,
    headers: incoming.headers,
    body: await readBody(incoming),
  };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= BODY_LIMIT) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
