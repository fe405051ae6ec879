import { isAscii } from "node:buffer";
import { messageOf } from "../errorText";
import { LIMITS } from "../limits";
import { leastLength } from "./leastLength";
import { prescan } from "./prescan";
import { countEscapedQuotes, countQuotes } from "./quotes";
import { ReportError } from "./reportError";
import { countRetainedStrings } from "./retained";

/**
 * Parses a JSON text and refuses duplicate keys, deep nesting and texts made to exhaust memory.
 *
 * A second `"policies": []` would silently hide every failure of the first (RFC 8460 §4 asks for I-JSON, RFC 7493 §2.3
 * forbids duplicate names), so such a text is no report at all.
 *
 * @param buffer The text in UTF-8, without a byte order mark.
 * @throws ReportError `too-large`, `too-deep`, `not-json` or `duplicate-key`.
 */
export function parseJson(buffer: Buffer): unknown {
  if (buffer.length > LIMITS.reportBytes) {
    throw new ReportError("too-large", `${buffer.length} bytes long; at most ${LIMITS.reportBytes} are read`);
  }
  if (buffer.length > LIMITS.jsonPrescanBytes) prescan(buffer);
  const ascii = isAscii(buffer);
  if (!ascii && buffer.length > LIMITS.jsonWideBytes) {
    throw new ReportError(
      "too-large",
      `${buffer.length} bytes long; at most ${LIMITS.jsonWideBytes} are read of a text beyond ASCII`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(buffer.toString(ascii ? "latin1" : "utf8"));
  } catch (error) {
    throw new ReportError("not-json", `not valid JSON: ${describe(error)}`);
  }
  if (hidesValues(buffer, value)) {
    throw new ReportError(
      "duplicate-key",
      `has the same key twice in one object, and the second would silently hide the first (RFC 7493 §2.3)`,
    );
  }
  return value;
}

/** Whether the text holds more than was kept of it. */
function hidesValues(buffer: Buffer, value: unknown): boolean {
  // Most senders write no blanks, and then the length alone tells.
  if (!isSpaced(buffer) && leastLength(value) === buffer.length) return false;
  const strings = (countQuotes(buffer) - countEscapedQuotes(buffer)) / 2;
  return strings !== countRetainedStrings(value);
}

/** Whether there is a blank where a text with blanks usually has the first. */
function isSpaced(buffer: Buffer): boolean {
  return buffer[1] !== QUOTE || buffer[buffer.indexOf(COLON) + 1] === BLANK;
}

const QUOTE = 0x22;
const COLON = 0x3a;
const BLANK = 0x20;

/** V8 quotes the text around the error: the message is cut, and its callers escape it before printing. */
function describe(error: unknown): string {
  const message = messageOf(error);
  return message.length > 120 ? `${message.slice(0, 117)}…` : message;
}
