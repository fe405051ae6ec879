import { messageOf } from "../errorText";
import { loadS3 } from "../loadOnUse";
import { LIMITS } from "../limits";
import { ReportError } from "../parse/reportError";
import { ReadError, type S3Options } from "../read/options";
import type { S3Client, S3Module } from "./s3Client";

/** One object of a bucket, or why it could not be read. */
export type BucketObject =
  { key: string; label: string; bytes: Buffer } | { key: string; label: string; error: ReportError };

/** Objects on their way at a time: enough to hide the distance, little enough for memory. */
const AHEAD = 8;

/**
 * Reads all objects below `s3://bucket/prefix`, in the order of their keys. Credentials and region come from where the
 * AWS SDK finds them.
 *
 * @throws ReadError when the SDK is not installed, the address is none, or the bucket cannot be listed: a bucket that
 * could not be read to its end must not look like one without failures.
 */
export async function* objectsOf(url: string, options: S3Options): AsyncGenerator<BucketObject> {
  const { bucket, prefix } = parseUrl(url);
  const s3 = loadS3();
  const client = new s3.S3Client({
    ...(options.region === undefined ? {} : { region: options.region }),
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint, forcePathStyle: true }),
  });
  const owner: Record<string, string> =
    options.bucketOwner === undefined ? {} : { ExpectedBucketOwner: options.bucketOwner };
  try {
    const ahead: Promise<BucketObject>[] = [];
    for await (const { key, size } of keysOf(url, s3, client, { Bucket: bucket, Prefix: prefix, ...owner })) {
      ahead.push(readObject(s3, client, { Bucket: bucket, Key: key, ...owner }, size));
      if (ahead.length >= AHEAD) yield await ahead.shift()!;
    }
    for (const object of ahead) yield await object;
  } finally {
    client.destroy();
  }
}

function parseUrl(url: string): { bucket: string; prefix: string } {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(url);
  if (match === null) throw new ReadError(`${url} is not of the form s3://bucket/prefix`);
  return { bucket: match[1]!, prefix: match[2] ?? "" };
}

async function* keysOf(
  url: string,
  s3: S3Module,
  client: S3Client,
  input: Record<string, string>,
): AsyncGenerator<{ key: string; size: number }> {
  let token: string | undefined;
  do {
    const page = await client
      .send(new s3.ListObjectsV2Command({ ...input, ...(token === undefined ? {} : { ContinuationToken: token }) }))
      .catch((error: unknown) => {
        throw new ReadError(`cannot list ${url}: ${nameOf(error)}`);
      });
    for (const { Key: key, Size: size = 0 } of page.Contents ?? []) {
      // The empty objects that consoles make for folders.
      if (key !== undefined && !(key.endsWith("/") && size === 0)) yield { key, size };
    }
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

/** Never rejects: an object that cannot be read is a problem of that object. */
async function readObject(
  s3: S3Module,
  client: S3Client,
  input: Record<string, string> & { Bucket: string; Key: string },
  size: number,
): Promise<BucketObject> {
  const { Bucket: bucket, Key: key } = input;
  const label = `s3://${bucket}/${key}`;
  try {
    if (size > LIMITS.fileBytes) throw tooLarge();
    const { Body: body } = await client.send(new s3.GetObjectCommand(input));
    const chunks: Uint8Array[] = [];
    let total = 0;
    for await (const chunk of body ?? []) {
      total += chunk.length;
      if (total > LIMITS.fileBytes) throw tooLarge();
      chunks.push(chunk);
    }
    return { key, label, bytes: Buffer.concat(chunks, total) };
  } catch (error) {
    if (error instanceof ReportError) return { key, label, error };
    return { key, label, error: new ReportError("unreadable", nameOf(error)) };
  }
}

function tooLarge(): ReportError {
  return new ReportError("too-large", `more than ${LIMITS.fileBytes} bytes`);
}

/** The SDK's errors carry their meaning in the name: `AccessDenied: …`. */
function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : messageOf(error);
}
