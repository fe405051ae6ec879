/** The sandbox's web: CloudFront's and Cloudflare's edges over TLS and in plain, on ephemeral ports. */
import * as http from "node:http";
import type { Socket } from "node:net";
import type { CloudState } from "../../cloud/state";
import { BoundedLog } from "../boundedLog";
import type { CertificateAuthority } from "../ca";
import { asError } from "../errors";
import type { Edges } from "../dns/edgeAddresses";
import { type AccessLogEntry, logEntry, type TlsFailure } from "./accessLog";
import { respondAsCloudflare } from "./cloudflare/respond";
import { WorkerPool } from "./cloudflare/workerPool";
import { EdgeCache } from "./cloudfront/edgeCache";
import { respondAsCloudFront } from "./cloudfront/respond";
import { EDGE_ADDRESSES, edgeAt, edgesAt } from "./edgePlacement";
import { type EdgeRequest, type EdgeResponse, textResponse } from "./exchange";
import { type HostOverrides, overrideFor } from "./hostOverride";
import { chooseIdentity, keepingIssuer } from "./identity";
import { listenOnAll } from "./listen";
import { type Connection, tlsFront } from "./tlsFront";
import { readRequest } from "./readRequest";
import { writeResponse } from "./writeResponse";

const FAILURE = textResponse(500, "text/plain", "The sandbox's edge failed; see its errors.\n");

export interface HttpsOptions {
  ca: CertificateAuthority;
  /** Milliseconds, for CloudFront's cache. Default: the system's clock. */
  now?: () => number;
}

export interface SandboxHttps {
  /** HTTPS, on both edges' addresses. */
  port: number;
  /** Plain HTTP, what a real edge has on port 80. */
  httpPort: number;
  edges: Edges;
  requests: BoundedLog<AccessLogEntry>;
  tlsFailures: BoundedLog<TlsFailure>;
  /** What went wrong inside of the edges; clients see 500. */
  errors: BoundedLog<Error>;
  /** By host name in lower case. */
  overrides: HostOverrides;
  /** A CloudFront invalidation, of one distribution or of all. */
  invalidate(distributionId?: string): void;
  close(): Promise<void>;
}

export async function startHttps(state: CloudState, { ca, now = Date.now }: HttpsOptions): Promise<SandboxHttps> {
  const overrides: HostOverrides = new Map();
  const requests = new BoundedLog<AccessLogEntry>();
  const tlsFailures = new BoundedLog<TlsFailure>();
  const errors = new BoundedLog<Error>();
  const cache = new EdgeCache(now);
  const workers = new WorkerPool();
  const issue = keepingIssuer(ca);
  const connections = new WeakMap<Socket, Connection>();

  const fromCloudFront = (request: EdgeRequest) => respondAsCloudFront({ state, cache }, request);
  const fromEdge = async (request: EdgeRequest): Promise<EdgeResponse> =>
    request.edge === "cloudfront"
      ? fromCloudFront(request)
      : respondAsCloudflare({ state, workers, fromCloudFront }, request);

  let bound: readonly string[] = [];
  const edgeFor = (address: string, host = "") => edgeAt(state, bound, address, host);

  const identify = (address: string, serverName: string | undefined) =>
    chooseIdentity({ state, issue, overrides }, edgeFor(address, serverName), serverName);

  const handle = async (incoming: http.IncomingMessage, out: http.ServerResponse): Promise<void> => {
    const connection = connections.get(incoming.socket);
    if (!connection) throw new Error("A request on a connection that no edge accepted.");
    const request = await readRequest(incoming, connection, edgeFor);
    const override = overrideFor(overrides, request.host, request.edge);
    const answer = await (override?.respond ? override.respond(request, () => fromEdge(request)) : fromEdge(request));
    requests.add(logEntry(request, answer.status));
    await writeResponse(incoming, out, answer);
  };

  const server = http.createServer((incoming, out) => {
    handle(incoming, out).catch((error: unknown) => {
      errors.add(asError(error));
      if (out.headersSent) out.destroy();
      else void writeResponse(incoming, out, FAILURE);
    });
  });
  const connected = (socket: Socket, connection: Connection) => {
    connections.set(socket, connection);
    server.emit("connection", socket);
  };

  const secure = await listenOnAll(EDGE_ADDRESSES, (address) =>
    tlsFront(address, {
      identify,
      connected,
      failed: ({ serverName }, { message }) => {
        tlsFailures.add({ time: new Date(), address, ...(serverName === undefined ? {} : { serverName }), message });
      },
    }),
  );
  bound = secure.addresses;
  const plain = await listenOnAll(EDGE_ADDRESSES, (address) => (socket) => {
    connected(socket, { address, secure: false });
  });

  return {
    port: secure.port,
    httpPort: plain.port,
    edges: await edgesAt(bound),
    requests,
    tlsFailures,
    errors,
    overrides,
    invalidate: (distributionId) => {
      cache.clear(distributionId);
    },
    async close() {
      await Promise.all([secure.close(), plain.close(), workers.close()]);
      server.closeAllConnections();
    },
  };
}
