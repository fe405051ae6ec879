import { LIMITS } from "../limits";
import { ReportError } from "./reportError";

/**
 * Looks over a large JSON text before JSON.parse builds it: 48 MB of `[[],[],…` would take over a gigabyte as objects.
 * Refuses what is nested too deeply, holds far more values than a report of that size can, or a huge string.
 */
export function prescan(bytes: Uint8Array): void {
  const mostValues = bytes.length / LIMITS.jsonBytesPerValue;
  let depth = 0;
  let values = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === 0x22) {
      const end = endOfString(bytes, at + 1);
      if (end - at > LIMITS.jsonStringBytes) {
        throw new ReportError(
          "too-large",
          `holds a string of ${end - at} bytes; at most ${LIMITS.jsonStringBytes} are read`,
        );
      }
      at = end;
    } else if (byte === 0x7b || byte === 0x5b) {
      values++;
      if (++depth > LIMITS.jsonDepth) {
        throw new ReportError(
          "too-deep",
          `nested more than ${LIMITS.jsonDepth} levels deep; a report needs six (RFC 8460 §4.4)`,
        );
      }
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
    } else if (byte === 0x2c) {
      values++;
    }
  }
  if (values > mostValues) {
    throw new ReportError("too-large", `holds ${values} values in ${bytes.length} bytes: no report looks like that`);
  }
}

/** The index of the closing quote, or the end of the text. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x22) return at;
    if (byte === 0x5c) at++;
  }
  return at;
}
