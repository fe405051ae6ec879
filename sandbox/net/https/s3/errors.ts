/** S3's answers in XML. */
import type { Bucket } from "../../../cloud/state";
import { type EdgeResponse, textResponse } from "../exchange";

const ERRORS = {
  AccessDenied: { status: 403, message: "Access Denied" },
  NoSuchKey: { status: 404, message: "The specified key does not exist." },
  NoSuchBucket: { status: 404, message: "The specified bucket does not exist" },
  MethodNotAllowed: { status: 405, message: "The specified method is not allowed against this resource." },
} as const;

export function s3Error(code: keyof typeof ERRORS, details: Record<string, string> = {}): EdgeResponse {
  const { status, message } = ERRORS[code];
  const fields = Object.entries({ Code: code, Message: message, ...details, RequestId: "4442587FB7D0A2F9" });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${fields.map(element).join("")}</Error>`;
  return withServer(textResponse(status, "application/xml", xml));
}

/** The keys of a bucket for all to see: what `GET /` gives without a default root object. */
export function bucketListing(bucket: Bucket): EdgeResponse {
  const contents = [...bucket.objects.values()]
    .map(({ key, lastModified, etag, body }) => {
      const fields = {
        Key: key,
        LastModified: lastModified.toISOString(),
        ETag: etag,
        Size: `${Buffer.byteLength(body)}`,
      };
      return `<Contents>${Object.entries(fields).map(element).join("")}</Contents>`;
    })
    .join("");
  const head = Object.entries({ Name: bucket.name, Prefix: "", MaxKeys: "1000", IsTruncated: "false" }).map(element);
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${head.join("")}${contents}</ListBucketResult>`;
  return withServer(textResponse(200, "application/xml", xml));
}

export function withServer(response: EdgeResponse): EdgeResponse {
  return { ...response, headers: { ...response.headers, server: "AmazonS3" } };
}

function element([name, value]: [string, string]): string {
  return `<${name}>${value.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")}</${name}>`;
}
