/** From an edge's response to the client: conditional requests, HEAD, bodies that stream. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { EdgeResponse } from "./exchange";

export async function writeResponse(
  request: IncomingMessage,
  out: ServerResponse,
  answer: EdgeResponse,
): Promise<number> {
  if (answer.status === 200 && isUnchanged(request, answer)) {
    out.writeHead(304, answer.headers).end();
    return 304;
  }
  const { body } = answer;
  const length = Buffer.isBuffer(body) ? { "content-length": `${body.length}` } : {};
  out.writeHead(answer.status, { ...answer.headers, ...length });
  if (request.method === "HEAD") out.end();
  else if (Buffer.isBuffer(body)) out.end(body);
  else await pipeline(Readable.from(body, { objectMode: false }), out).catch(() => undefined); // clients stop reading
  return answer.status;
}

/** RFC 9110 §13.1.2 and §13.1.3. */
function isUnchanged({ headers, method }: IncomingMessage, answer: EdgeResponse): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  const { etag, "last-modified": modified } = answer.headers;
  const known = headers["if-none-match"];
  if (known !== undefined) return etag !== undefined && (known === "*" || known.split(/\s*,\s*/).includes(etag));
  const since = headers["if-modified-since"];
  return since !== undefined && modified !== undefined && Date.parse(modified) <= Date.parse(since);
}
