import { gunzipSync } from "node:zlib";
import { codeOf, messageOf } from "../errorText";
import { LIMITS } from "../limits";
import { ReportError } from "../parse/reportError";

/**
 * Decompresses one gzip file of one or more members (RFC 1952), within a bound. zlib checks CRC and length of every
 * member. Bytes after the last member are refused unless they are zeros: other readers would see another file.
 *
 * @throws ReportError `bad-gzip` or `too-large`.
 */
export function gunzip(bytes: Buffer, limit: number = LIMITS.reportBytes): Buffer {
  // The claimed length (of the last member) only serves to allocate once: 16 KB chunks would be copied at the end.
  const claimed = bytes.length >= 18 ? bytes.readUInt32LE(bytes.length - 4) : 0;
  // A claim that is far too small must not mean a million chunks.
  const chunkSize = Math.max(LEAST_CHUNK, Math.min(claimed, limit, bytes.length * MOST_EXPANSION) + 1);
  let result: Inflated;
  try {
    result = gunzipSync(bytes, { maxOutputLength: limit, chunkSize, info: true }) as unknown as Inflated;
  } catch (error) {
    throw asGzipError(error, limit);
  }
  const read = result.engine.bytesWritten;
  for (let at = read; at < bytes.length; at++) {
    if (bytes[at] !== 0) throw new ReportError("bad-gzip", `has ${bytes.length - read} bytes after the gzip data`);
  }
  return result.buffer;
}

/** What zlib answers with `info: true`; the type declarations leave it out. */
interface Inflated {
  buffer: Buffer;
  engine: { bytesWritten: number };
}

const LEAST_CHUNK = 64 * 1024;
/** Deflate never expands further, so a larger claim is a lie. */
export const MOST_EXPANSION = 1032;

function asGzipError(error: unknown, limit: number): ReportError {
  const code = codeOf(error);
  if (code === "ERR_BUFFER_TOO_LARGE") {
    return new ReportError("too-large", `decompresses to more than ${limit} bytes`);
  }
  return new ReportError("bad-gzip", `damaged gzip data: ${messageOf(error)}`);
}
