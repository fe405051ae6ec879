import { requestId } from "./identifiers";

/** A refusal of an AWS service, worded as the AWS SDK for Go words it: providers and people match on the code. */
export class AwsError extends Error {
  constructor(
    readonly service: string,
    readonly operation: string,
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(
      `operation error ${service}: ${operation}, https response error StatusCode: ${status}, RequestID: ${requestId()}, ${code}: ${detail}`,
    );
    this.name = "AwsError";
  }
}

const reasons: Record<number, string> = { 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 409: "Conflict" };

/** A refusal of the Cloudflare API: an HTTP status and the numbered error of its JSON envelope. */
export class CloudflareError extends Error {
  constructor(
    readonly method: string,
    readonly path: string,
    readonly status: number,
    readonly code: number,
    detail: string,
  ) {
    const body = JSON.stringify({ success: false, errors: [{ code, message: detail }], messages: [], result: null });
    super(`${method} "https://api.cloudflare.com/client/v4/${path}": ${status} ${reasons[status] ?? "Error"} ${body}`);
    this.name = "CloudflareError";
  }
}
