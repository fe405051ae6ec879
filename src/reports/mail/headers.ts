import { LIMITS } from "../limits";
import { ReportError } from "../parse/reportError";

/** The fields of one header section that are asked for, in their order; names in lower case, values still folded. */
export interface Headers {
  fields: readonly (readonly [name: string, value: string])[];
  /** Where the body begins in the bytes. */
  bodyStart: number;
}

/** The fields that tell whose mail it is, and what is in it, as most senders spell them. */
const WANTED = [
  "Authentication-Results",
  "Content-Disposition",
  "Content-Transfer-Encoding",
  "Content-Type",
  "DKIM-Signature",
  "TLS-Report-Submitter",
].map((spelling) => ({ spelling, name: spelling.toLowerCase() }));
/** All differ in length. */
const BY_LENGTH = new Map(WANTED.map((wanted) => [wanted.name.length, wanted]));

/** Bytes looked at first: nearly every header section ends within. */
const FIRST_LOOK = 4096;
const LONGEST_EMPTY_LINE = 2;

/**
 * Splits off the header section of a message or part (RFC 5322 §2.1). Bytes above 127 are kept as Latin-1.
 *
 * @throws ReportError `too-large`.
 */
export function readHeaders(bytes: Buffer, start = 0, end = bytes.length): Headers {
  const most = Math.min(end, start + LIMITS.headerBytes + LONGEST_EMPTY_LINE);
  const headers =
    readSection(bytes, start, Math.min(most, start + FIRST_LOOK), end) ?? readSection(bytes, start, most, end);
  if (headers !== undefined) return headers;
  throw new ReportError("too-large", `has a header section of more than ${LIMITS.headerBytes} bytes`);
}

/** Undefined where the section does not end within what is looked at; the end of everything ends it too. */
function readSection(bytes: Buffer, start: number, lookEnd: number, end: number): Headers | undefined {
  const text = bytes.toString("latin1", start, lookEnd);
  const fields: [string, string][] = [];
  let colon = text.indexOf(":");
  for (let at = 0; at < text.length && at <= LIMITS.headerBytes;) {
    const empty = emptyLineAt(text, at);
    if (empty > 0) return { fields, bodyStart: start + at + empty };
    const fieldEnd = endOfField(text, at);
    // Looked for once, however many lines have none.
    if (colon < at && colon !== -1) colon = text.indexOf(":", at);
    if (colon > at && colon < fieldEnd) {
      const name = wantedName(text, at, colon);
      if (name !== undefined) fields.push([name, text.slice(colon + 1, fieldEnd).trim()]);
    }
    at = fieldEnd + 1;
  }
  return lookEnd === end && text.length <= LIMITS.headerBytes ? { fields, bodyStart: end } : undefined;
}

/** The length of the empty line that begins here; both line ends occur, even in one mail. 0: none. */
function emptyLineAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 0x0a) return 1;
  return code === 0x0d && text.charCodeAt(at + 1) === 0x0a ? 2 : 0;
}

function wantedName(text: string, start: number, colon: number): string | undefined {
  let end = colon;
  while (end > start && (text[end - 1] === " " || text[end - 1] === "\t")) end--;
  const wanted = BY_LENGTH.get(end - start);
  if (wanted === undefined) return undefined;
  const { spelling, name } = wanted;
  return text.startsWith(spelling, start) || text.slice(start, end).toLowerCase() === name ? name : undefined;
}

/** Where the field ends: a line that starts with white space continues the field before it (RFC 5322 §2.2.3). */
function endOfField(text: string, start: number): number {
  for (let end = text.indexOf("\n", start); end !== -1; end = text.indexOf("\n", end + 1)) {
    const next = text.charCodeAt(end + 1);
    if (next !== 0x20 && next !== 0x09) return end;
  }
  return text.length;
}

/** All values of a field, unfolded, top-most first. */
export function fieldValues(headers: Headers, name: string): string[] {
  const values: string[] = [];
  for (const [field, value] of headers.fields) {
    if (field === name) values.push(unfolded(value));
  }
  return values;
}

/** The value of a field; undefined when it is missing, and `ambiguous` when it is there twice. */
export function soleValue(headers: Headers, name: string): { value: string | undefined; ambiguous: boolean } {
  let found: string | undefined;
  for (const [field, value] of headers.fields) {
    if (field !== name) continue;
    if (found !== undefined) return { value: unfolded(found), ambiguous: true };
    found = value;
  }
  return { value: found === undefined ? undefined : unfolded(found), ambiguous: false };
}

function unfolded(value: string): string {
  return value.includes("\n") ? value.replace(/\r?\n/g, "") : value;
}
