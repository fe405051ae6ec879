import { randomInt } from "node:crypto";
import { LIMITS } from "../limits";
import { ReportError } from "./reportError";

/**
 * Looks over a large JSON text before JSON.parse builds it: 48 MB of `[[],[],…` or of ever different keys would take
 * over a gigabyte as objects. Refuses what is nested too deeply, holds far more values or different keys than a report
 * of that size can, or a huge string.
 */
export function prescan(bytes: Uint8Array): void {
  const mostValues = bytes.length / LIMITS.jsonBytesPerValue;
  const isObject: boolean[] = [];
  const keys = new Set<number>();
  let keyIsNext = false;
  let values = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === 0x22) {
      const end = endOfString(bytes, at + 1);
      if (end - at > LIMITS.jsonStringBytes) throw tooLong(end - at);
      if (keyIsNext) {
        keyIsNext = false;
        keys.add(hashOf(bytes, at + 1, end));
        if (keys.size > LIMITS.jsonKeys) throw new ReportError("too-large", TOO_MANY_KEYS);
      }
      at = end;
    } else if (byte === 0x7b || byte === 0x5b) {
      values++;
      isObject.push((keyIsNext = byte === 0x7b));
      if (isObject.length > LIMITS.jsonDepth) {
        throw new ReportError(
          "too-deep",
          `nested more than ${LIMITS.jsonDepth} levels deep; a report needs six (RFC 8460 §4.4)`,
        );
      }
    } else if (byte === 0x7d || byte === 0x5d) {
      isObject.pop();
      keyIsNext = false;
    } else if (byte === 0x2c) {
      values++;
      keyIsNext = isObject[isObject.length - 1] === true;
    }
  }
  if (values > mostValues) {
    throw new ReportError("too-large", `holds ${values} values in ${bytes.length} bytes: no report looks like that`);
  }
}

const TOO_MANY_KEYS = `holds more than ${LIMITS.jsonKeys} different keys; RFC 8460 §4.4 has 24`;

/** Of this process, so that nobody can prepare keys that fall together. */
const SEED = randomInt(2 ** 32);

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = SEED;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ bytes[at]!, 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  return hash;
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

function tooLong(length: number): ReportError {
  return new ReportError("too-large", `holds a string of ${length} bytes; at most ${LIMITS.jsonStringBytes} are read`);
}
