import { LIMITS } from "../limits";
import { ReportError } from "../parse/reportError";
import { startsWithFrom } from "./kind";

/** One message of a mailbox file, or why it could not be read. */
export type MboxMessage = { index: number; bytes: Buffer } | { index: number; error: ReportError };

/** The line before each message: `From`, an envelope sender, a date (RFC 4155). */
const SEPARATOR = /^From \S+ .*\d{2}:\d{2}/;
const FROM = Buffer.from("\nFrom ");
const QUOTED = Buffer.from("\n>");
/** `\nFrom x 00:00` */
const SHORTEST = 13;
const LEAST_WINDOW = 256 * 1024;
const SMALL_WINDOW = 4 * 1024 * 1024;
/** Bytes of a separator line that are looked at. */
const LINE = 1000;

/**
 * Splits a mailbox (mbox, RFC 4155) into messages, from chunks, so that the memory used is that of one message. Body
 * lines `>From ` are given back their first character (mboxrd). The bytes of a message are valid until the next is asked
 * for.
 *
 * A message begins at a `From ` line with a date after an empty line. Programs that write mailboxes escape such lines
 * in bodies; where one does not, a sender can write what looks like another message: see docs/reports.md.
 */
export function* splitMbox(chunks: Iterable<Buffer>): Generator<MboxMessage> {
  const window = new Window();
  let index = 0;
  let dropping = false;
  for (const chunk of chunks) {
    window.append(chunk);
    for (let next = window.nextSeparator(false); next !== -1; next = window.nextSeparator(false)) {
      if (!dropping) yield message(++index, window.bytes.subarray(0, next));
      dropping = false;
      window.drop(next);
    }
    if (dropping || window.bytes.length > LIMITS.mailBytes) {
      if (!dropping) yield { index: ++index, error: tooLong() };
      dropping = true;
      // Enough to recognise a separator that the next chunk completes.
      window.drop(Math.max(0, window.bytes.length - 2 * LINE));
    }
  }
  for (let next = window.nextSeparator(true); next !== -1; next = window.nextSeparator(true)) {
    if (!dropping) yield message(++index, window.bytes.subarray(0, next));
    dropping = false;
    window.drop(next);
  }
  if (!dropping && window.bytes.length > 0) yield message(++index, window.bytes);
}

/** The part of the file in memory: appended to at the end, dropped from at the front, each byte searched once. */
class Window {
  private memory = Buffer.allocUnsafeSlow(LEAST_WINDOW);
  private start = 0;
  private end = 0;
  /** Where the search goes on, from `start`. */
  private searched = 1;

  get bytes(): Buffer {
    return this.memory.subarray(this.start, this.end);
  }

  append(chunk: Buffer): void {
    const length = this.end - this.start;
    if (this.end + chunk.length > this.memory.length) {
      const needed = length + chunk.length;
      const memory = needed > this.memory.length ? Buffer.allocUnsafeSlow(roomFor(needed)) : this.memory;
      this.memory.copy(memory, 0, this.start, this.end);
      this.memory = memory;
      this.start = 0;
      this.end = length;
    }
    chunk.copy(this.memory, this.end);
    this.end += chunk.length;
  }

  drop(length: number): void {
    this.start += length;
    this.searched = 1;
  }

  /** The place of the next separator line that is not the first line; it follows an empty line. -1: none so far. */
  nextSeparator(complete: boolean): number {
    const bytes = this.bytes;
    for (let at = bytes.indexOf(FROM, this.searched); at !== -1; at = bytes.indexOf(FROM, at + 1)) {
      const afterEmptyLine = bytes[at - 1] === 0x0a || (bytes[at - 1] === 0x0d && bytes[at - 2] === 0x0a);
      if (!afterEmptyLine) continue;
      const lineEnd = bytes.indexOf(0x0a, at + 1);
      if (lineEnd === -1 && bytes.length - at < LINE && !complete) {
        this.searched = at;
        return -1;
      }
      const stop = Math.min(lineEnd === -1 ? bytes.length : lineEnd, at + LINE);
      if (stop - at < SHORTEST) continue;
      if (SEPARATOR.test(bytes.toString("latin1", at + 1, stop))) return at + 1;
    }
    // The next chunk may complete a line that has begun here.
    this.searched = Math.max(1, bytes.length - "\r\n\nFrom ".length);
    return -1;
  }
}

/** Memory that grew step by step would be held several times over; of a large piece only what is written counts. */
function roomFor(bytes: number): number {
  return bytes < SMALL_WINDOW ? Math.max(LEAST_WINDOW, 2 * bytes) : Math.max(LIMITS.mailBytes + SMALL_WINDOW, bytes);
}

function tooLong(): ReportError {
  return new ReportError("too-large", `a mail of more than ${LIMITS.mailBytes} bytes`);
}

function message(index: number, bytes: Buffer): MboxMessage {
  const lineEnd = bytes.indexOf(0x0a);
  const body = bytes.toString("latin1", 0, 5) === "From " && lineEnd !== -1 ? bytes.subarray(lineEnd + 1) : bytes;
  return { index, bytes: withoutEscapes(body) };
}

/** Lines `>From `, `>>From ` lose their first character (mboxrd), in place: a message may be made of nothing else. */
function withoutEscapes(body: Buffer): Buffer {
  let at = nextEscape(body, 1);
  if (at === body.length) return body;
  let written = at;
  while (at < body.length) {
    const next = nextEscape(body, at + 1);
    body.copyWithin(written, at + 1, next);
    written += next - at - 1;
    at = next;
  }
  return body.subarray(0, written);
}

/** The place of the next `>` that escapes a line, or the length. */
function nextEscape(body: Buffer, start: number): number {
  const first = body.indexOf(QUOTED, start - 1);
  if (first === -1) return body.length;
  for (let at = first + 1; at < body.length; at++) {
    if (body[at] !== 0x3e || body[at - 1] !== 0x0a) continue;
    let from = at + 1;
    while (body[from] === 0x3e) from++;
    if (startsWithFrom(body, from)) return at;
    at = from - 1;
  }
  return body.length;
}
