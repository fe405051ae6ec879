/** S3 as the origin of a distribution. */
import type { Bucket, BucketObject, CloudState, Distribution } from "../../../cloud/state";
import type { EdgeRequest, EdgeResponse } from "../exchange";
import { type Caller, isAllowed } from "./bucketPolicy";
import { bucketListing, s3Error, withServer } from "./errors";

/** `bucket.s3.region.amazonaws.com` and `bucket.s3.amazonaws.com`. */
const BUCKET_HOST = /^(.+?)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com$/;

/** The bucket that an origin's domain name stands for; `undefined`: no S3 host. */
export function bucketNameOf(originDomainName: string): string | undefined {
  return BUCKET_HOST.exec(originDomainName)?.[1];
}

/** @param path of the origin request, percent-encoded; `/` is the bucket itself */
export function askBucket(
  state: CloudState,
  bucketName: string,
  caller: Caller,
  method: EdgeRequest["method"],
  path: string,
): EdgeResponse {
  const bucket = [...state.buckets.values()].find(({ name }) => name === bucketName);
  if (!bucket) return s3Error("NoSuchBucket", { BucketName: bucketName });
  const may = (action: string, resource: string) => allowed(bucket, caller, action, `arn:aws:s3:::${resource}`);
  const mayList = may("s3:ListBucket", bucketName);
  const key = keyOf(path);
  if (method === "PUT" || method === "DELETE") return s3Error("AccessDenied"); // no policy for senders grants more
  if (method !== "GET" && method !== "HEAD") return s3Error("MethodNotAllowed", { Method: method });
  if (key === "") return mayList ? bucketListing(bucket) : s3Error("AccessDenied");
  const object = bucket.objects.get(key);
  if (may("s3:GetObject", `${bucketName}/${key}`)) {
    if (object) return objectResponse(object);
    // Without the right to list, S3 does not even say that the key is missing.
    if (mayList) return s3Error("NoSuchKey", { Key: key });
  }
  return s3Error("AccessDenied");
}

/** How a distribution appears to S3: signed with its origin access control, or as anyone. */
export function callerFor(
  state: CloudState,
  distribution: Distribution,
  controlId: string | undefined,
  secure: boolean,
) {
  const context = { "aws:sourcearn": distribution.arn, "aws:securetransport": String(secure) };
  const signed = controlId !== undefined && state.originAccessControls.has(controlId);
  return signed
    ? { service: "cloudfront.amazonaws.com", context }
    : { context: { "aws:securetransport": String(secure) } };
}

function allowed(bucket: Bucket, caller: Caller, action: string, resource: string): boolean {
  const block = bucket.publicAccessBlock;
  if (caller.service === undefined && block?.restrictPublicBuckets) return false;
  return isAllowed(bucket.policy, caller, action, resource);
}

function keyOf(path: string): string {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return path.slice(1); // a stray percent sign is itself
  }
}

function objectResponse(object: BucketObject): EdgeResponse {
  return withServer({
    status: 200,
    headers: {
      "content-type": object.contentType,
      etag: `"${object.etag.replaceAll('"', "")}"`,
      "last-modified": object.lastModified.toUTCString(),
      "x-amz-server-side-encryption": "AES256",
      ...(object.cacheControl === undefined ? {} : { "cache-control": object.cacheControl }),
    },
    body: Buffer.from(object.body),
  });
}
