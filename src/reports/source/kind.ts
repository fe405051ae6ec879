/** What a file is, by its first bytes: names and media types are the sender's claims and decide nothing. */
export type Kind = "gzip" | "zip" | "json" | "mbox" | "mail" | "empty" | "unknown";

/** Detects by content. `bytes` may be the beginning only: 1 KB is enough. */
export function kindOf(bytes: Uint8Array): Kind {
  if (bytes.length === 0) return "empty";
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "gzip";
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    // A local header, or the end record of an archive without entries.
    const mark = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
    if (mark === 0x0304 || mark === 0x0506) return "zip";
  }
  const start = afterBlank(bytes);
  const first = bytes[start];
  if (first === 0x7b || first === 0x5b) return "json";
  if (startsWithFrom(bytes, start)) return "mbox";
  return startsWithHeader(bytes, start) ? "mail" : "unknown";
}

/** Skips a byte order mark and white space. */
function afterBlank(bytes: Uint8Array): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0a || bytes[at] === 0x0d))
    at++;
  return at;
}

/** `From `, the line before each message of an mbox (RFC 4155). */
export function startsWithFrom(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0x46 &&
    bytes[at + 1] === 0x72 &&
    bytes[at + 2] === 0x6f &&
    bytes[at + 3] === 0x6d &&
    bytes[at + 4] === 0x20
  );
}

/** Fields of which every real mail has one; a text that merely begins like a field is no mail. */
const MAIL_FIELD =
  /^(?:from|to|date|subject|received|return-path|delivered-to|message-id|mime-version|content-type|x-[a-z0-9-]+):/im;
/** Bytes in which one of them must stand. */
const LOOK = 8192;
const GLANCE = 256;

function hasMailField(bytes: Uint8Array, start: number, length: number): boolean {
  const { buffer, byteOffset } = bytes;
  const shown = Math.min(length, bytes.length - start);
  return MAIL_FIELD.test(Buffer.from(buffer, byteOffset + start, shown).toString("latin1"));
}

/** A header field, a name and a colon (RFC 5322 §2.2), and among the first lines one that mail has. */
function startsWithHeader(bytes: Uint8Array, start: number): boolean {
  for (let at = start; at < bytes.length && at < start + 80; at++) {
    const byte = bytes[at]!;
    // Most have one in the first lines.
    if (byte === 0x3a) return at > start && (hasMailField(bytes, start, GLANCE) || hasMailField(bytes, start, LOOK));
    const isNameCharacter =
      (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x2d || byte === 0x5f;
    if (!isNameCharacter && !(byte >= 0x30 && byte <= 0x39)) return false;
  }
  return false;
}
