/** Cloudflare's edge: a Worker, an origin behind a proxied record, or one of its numbered errors. */
import type { CloudState } from "../../../cloud/state";
import { normalName } from "../../dns/names";
import { type EdgeRequest, type EdgeResponse, textResponse } from "../exchange";
import { distributionFor } from "../cloudfront/distributionFor";
import { destinationOf } from "./routing";
import type { WorkerPool } from "./workerPool";

export interface Cloudflare {
  state: CloudState;
  workers: WorkerPool;
  /** Fetches from a distribution that a proxied CNAME points to. */
  fromCloudFront: (request: EdgeRequest) => EdgeResponse;
}

export async function respondAsCloudflare(cloudflare: Cloudflare, request: EdgeRequest): Promise<EdgeResponse> {
  const answer = await destinationAnswer(cloudflare, request);
  return { ...answer, headers: { ...answer.headers, server: "cloudflare", "cf-ray": "8f0000000000cafe-SBX" } };
}

async function destinationAnswer(cloudflare: Cloudflare, request: EdgeRequest): Promise<EdgeResponse> {
  const { state, workers, fromCloudFront } = cloudflare;
  const destination = destinationOf(state, request.host, request.path);
  switch (destination.kind) {
    case "worker":
      return workers.ask(destination.script, request);
    case "missingWorker":
      return numberedError(500, 1042);
    case "unknownHost":
      return numberedError(409, 1001);
    case "origin": {
      const target = normalName(destination.record.content);
      const isDistribution = destination.record.type === "CNAME" && distributionFor(state, target) !== undefined;
      // The documentation addresses that people put behind a route answer nothing: 522, connection timed out.
      return isDistribution ? fromCloudFront({ ...request, edge: "cloudfront" }) : numberedError(522, 522);
    }
  }
}

function numberedError(status: number, code: number): EdgeResponse {
  return textResponse(status, "text/plain; charset=UTF-8", `error code: ${code}`);
}
