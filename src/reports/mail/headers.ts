import { LIMITS } from "../limits";
import { ReportError } from "../parse/reportError";

/** The fields of one header section that are asked for, in their order; names in lower case, values still folded. */
export interface Headers {
  fields: readonly (readonly [name: string, value: string])[];
  /** Where the body begins in the bytes. */
  bodyStart: number;
}

/** The fields that tell whose mail it is, and what is in it. */
const WANTED: ReadonlySet<string> = new Set([
  "authentication-results",
  "content-disposition",
  "content-transfer-encoding",
  "content-type",
  "dkim-signature",
  "tls-report-submitter",
]);
const LENGTHS: ReadonlySet<number> = new Set([...WANTED].map(({ length }) => length));

/** Splits off the header section of a message or part (RFC 5322 §2.1). Bytes above 127 are kept as Latin-1. */
export function readHeaders(bytes: Buffer, start = 0, end = bytes.length): Headers {
  const { headerEnd, bodyStart } = findBody(bytes, start, end);
  const text = bytes.toString("latin1", start, headerEnd);
  const fields: [string, string][] = [];
  let colon = text.indexOf(":");
  for (let start = 0; start < text.length && colon !== -1;) {
    const end = endOfField(text, start);
    // Looked for once, however many lines have none.
    if (colon < start) colon = text.indexOf(":", start);
    if (colon > start && colon < end) {
      const name = wantedName(text, start, colon);
      if (name !== undefined) fields.push([name, text.slice(colon + 1, end).trim()]);
    }
    start = end + 1;
  }
  return { fields, bodyStart };
}

function wantedName(text: string, start: number, colon: number): string | undefined {
  let end = colon;
  while (end > start && (text[end - 1] === " " || text[end - 1] === "\t")) end--;
  if (!LENGTHS.has(end - start)) return undefined;
  const name = text.slice(start, end).toLowerCase();
  return WANTED.has(name) ? name : undefined;
}

/** Where the field ends: a line that starts with white space continues the field before it (RFC 5322 §2.2.3). */
function endOfField(text: string, start: number): number {
  for (let end = text.indexOf("\n", start); end !== -1; end = text.indexOf("\n", end + 1)) {
    const next = text[end + 1];
    if (next !== " " && next !== "\t") return end;
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

function findBody(bytes: Buffer, start: number, end: number): { headerEnd: number; bodyStart: number } {
  const section = bytes.subarray(start, Math.min(end, start + LIMITS.headerBytes + LONGEST_EMPTY_LINE));
  // A section without fields begins with the empty line itself.
  if (section[0] === 0x0a) return { headerEnd: start, bodyStart: start + 1 };
  if (section[0] === 0x0d && section[1] === 0x0a) return { headerEnd: start, bodyStart: start + 2 };
  const bare = section.indexOf(EMPTY_LINE);
  // Both line ends occur, even in one mail: the earlier empty line counts.
  const usual = (bare === -1 ? section : section.subarray(0, bare + 1)).indexOf(EMPTY_CRLF_LINE);
  const at = usual === -1 ? bare : usual;
  if (at !== -1 && at < LIMITS.headerBytes) {
    return { headerEnd: start + at, bodyStart: start + at + (usual === -1 ? 2 : 3) };
  }
  if (end - start > LIMITS.headerBytes) {
    throw new ReportError("too-large", `has a header section of more than ${LIMITS.headerBytes} bytes`);
  }
  return { headerEnd: end, bodyStart: end };
}

const EMPTY_LINE = Buffer.from("\n\n");
const EMPTY_CRLF_LINE = Buffer.from("\n\r\n");
const LONGEST_EMPTY_LINE = 2;
