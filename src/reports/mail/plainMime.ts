import { LIMITS } from "../limits";
import { type ContentType, parseContentType } from "./contentType";
import { type Headers, readHeaders, soleValue } from "./headers";
import { isReportType, type Leaf, type MailParts, mayHoldReport } from "./mailParts";

/**
 * The plain shape of a mailed report, cut straight from the bytes: multiparts with a clear boundary around bodies in
 * base64, 7bit, 8bit or binary. Undefined as soon as anything could be read in two ways, and then the general MIME
 * parser decides; a test holds the two to the same answers. (The general parser also turns binary bodies into text and
 * so corrupts them: those can only be read here.)
 */
export function readPlainMail(bytes: Buffer): MailParts | undefined {
  const headers = readHeaders(bytes);
  const mail: MailParts = { headers, leaves: [], messages: [], claimsReport: false, isBounce: false };
  const walk: Walk = { bytes, mail, parts: 0 };
  return readEntity(walk, headers, bytes.length, 0) ? mail : undefined;
}

interface Walk {
  readonly bytes: Buffer;
  readonly mail: MailParts;
  parts: number;
}

/** False: not of the plain shape. */
function readEntity(walk: Walk, headers: Headers, end: number, depth: number): boolean {
  const type = typeOf(headers);
  const encoding = encodingOf(headers);
  if (type === undefined || encoding === undefined || depth > LIMITS.mimeDepth) return false;
  const { mediaType } = type;
  if (mediaType.startsWith("multipart/")) {
    if (depth === 0) noteReportType(walk.mail, type);
    return encoding !== "base64" && readMultipart(walk, type, headers.bodyStart, end, depth);
  }
  if (mediaType.startsWith("message/")) {
    // Fragments, external bodies and delivery notes are no report; a whole message inside is looked at by itself.
    if (mediaType !== "message/rfc822") return true;
    if (encoding === "base64") return false;
    walk.mail.messages.push(walk.bytes.subarray(headers.bodyStart, end));
    return true;
  }
  if (isReportType(mediaType)) walk.mail.claimsReport = true;
  const name = nameOf(headers, type);
  if (name === AMBIGUOUS) return false;
  if (!mayHoldReport(mediaType, name)) return true;
  walk.mail.leaves.push({ name, mediaType, content: contentOf(walk.bytes, encoding, headers.bodyStart, end) });
  return true;
}

function noteReportType(mail: MailParts, { mediaType, parameters }: ContentType): void {
  const reportType = parameters.get("report-type")?.toLowerCase();
  if (reportType === "tlsrpt") mail.claimsReport = true;
  if (mediaType === "multipart/report" && reportType !== "tlsrpt") mail.isBounce = true;
}

/** Walks from delimiter line to delimiter line (RFC 2046 §5.1.1). */
function readMultipart(walk: Walk, type: ContentType, start: number, end: number, depth: number): boolean {
  const boundary = type.parameters.get("boundary");
  if (boundary === undefined || !/^[\x21-\x7e][\x20-\x7e]{0,69}$/.test(boundary) || boundary.endsWith(" "))
    return false;
  const { bytes } = walk;
  const mark = `--${boundary}`;
  // With the line end before it, so that a body of boundaries in one line costs one look. The first line has one too.
  const line = `\n${mark}`;
  const next = (from: number): number => 1 + bytes.indexOf(line, from, "latin1");
  let partStart = -1;
  for (let at = next(start - 1); at !== 0 && at < end; at = next(at)) {
    const after = at + mark.length;
    const closes = bytes[after] === 0x2d && bytes[after + 1] === 0x2d;
    const newline = bytes.indexOf(0x0a, after);
    const lineEnd = newline === -1 || newline >= end ? end : newline;
    // A line that only begins like a delimiter.
    if (!isBlank(bytes, closes ? after + 2 : after, Math.min(lineEnd, after + 200))) return false;
    if (partStart !== -1) {
      if (++walk.parts > LIMITS.mimeParts) return false;
      const partEnd = Math.max(partStart, beforeLineEnd(bytes, at));
      if (!readEntity(walk, readHeaders(bytes, partStart, partEnd), partEnd, depth + 1)) return false;
    }
    if (closes) return true;
    partStart = Math.min(end, lineEnd + 1);
  }
  // No closing delimiter: cut off, or a boundary that is not there at all.
  return false;
}

/** Nothing but white space, up to the line end. */
function isBlank(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09)) at++;
  return at >= end || (bytes[at] === 0x0d && at + 1 === end);
}

/** The line end before a delimiter belongs to the delimiter. */
function beforeLineEnd(bytes: Buffer, delimiter: number): number {
  const newline = delimiter - 1;
  return bytes[newline - 1] === 0x0d ? newline - 1 : newline;
}

function typeOf(headers: Headers): ContentType | undefined {
  const { value, ambiguous } = soleValue(headers, "content-type");
  if (ambiguous) return undefined;
  return parseContentType(value ?? "text/plain");
}

type Encoding = "base64" | "identity";

function encodingOf(headers: Headers): Encoding | undefined {
  const { value, ambiguous } = soleValue(headers, "content-transfer-encoding");
  if (ambiguous) return undefined;
  const encoding = (value ?? "7bit").toLowerCase();
  if (encoding === "base64") return "base64";
  return ["7bit", "8bit", "binary"].includes(encoding) ? "identity" : undefined;
}

const AMBIGUOUS = Symbol("ambiguous");

function nameOf(headers: Headers, type: ContentType): string | undefined | typeof AMBIGUOUS {
  const { value, ambiguous } = soleValue(headers, "content-disposition");
  if (ambiguous) return AMBIGUOUS;
  if (value === undefined) return type.parameters.get("name");
  const disposition = parseContentType(value);
  if (disposition === undefined) return AMBIGUOUS;
  return disposition.parameters.get("filename") ?? type.parameters.get("name");
}

function contentOf(bytes: Buffer, encoding: Encoding, start: number, end: number): Leaf["content"] {
  return encoding === "base64" ? { base64: bytes.toString("latin1", start, end) } : bytes.subarray(start, end);
}
