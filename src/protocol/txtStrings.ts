/** Bytes that one string of a TXT record can hold (RFC 1035 §3.3). */
export const TXT_STRING_LIMIT = 255;

/**
 * The strings of a TXT record for a text: each of at most 255 bytes of UTF-8, never cut inside a character. An empty
 * text is one empty string, because a TXT record has at least one.
 */
export function splitTxt(text: string): string[] {
  const strings: string[] = [];
  let start = 0;
  let end = 0;
  let bytes = 0;
  for (const character of text) {
    const size = utf8Size(character);
    if (bytes + size > TXT_STRING_LIMIT) {
      strings.push(text.slice(start, end));
      start = end;
      bytes = 0;
    }
    bytes += size;
    end += character.length;
  }
  strings.push(text.slice(start));
  return strings;
}

/**
 * The text of a TXT record: its strings, joined without a space (RFC 8461 §3.1, RFC 8460 §3). Bytes are read as UTF-8
 * after joining, as a string may end inside a character; what is not UTF-8 becomes U+FFFD.
 */
export function joinTxt(strings: readonly (string | Uint8Array)[]): string {
  if (strings.every((one) => typeof one === "string")) return strings.join("");
  const bytes = Buffer.concat(strings.map((one) => (typeof one === "string" ? Buffer.from(one, "utf8") : one)));
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

function utf8Size(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
