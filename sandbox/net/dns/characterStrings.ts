/** The quoted strings of a TXT value in presentation form (RFC 1035 §5.1). */

/** The longest string that a TXT record can hold, in octets. */
const STRING_LIMIT = 255;

/**
 * The strings of `"first" "second"` as octets. Text outside of quotes is one string as it stands.
 *
 * @param radix base of `\ddd` escapes: 10 by RFC 1035, 8 at Route 53.
 */
export function parseCharacterStrings(text: string, radix: 8 | 10): Buffer[] {
  const trimmed = text.trim();
  if (!trimmed.startsWith('"')) return split(Buffer.from(trimmed));
  const strings: Buffer[] = [];
  const quoted = /\s*"((?:[^"\\]|\\.)*)"/gsy;
  let end = 0;
  for (let match = quoted.exec(trimmed); match; match = quoted.exec(trimmed)) {
    strings.push(...split(unescape(match[1] ?? "", radix)));
    end = quoted.lastIndex;
  }
  if (end !== trimmed.length)
    throw new SyntaxError(`TXT value ${JSON.stringify(text)} has text outside of its quotes.`);
  return strings;
}

function unescape(text: string, radix: 8 | 10): Buffer {
  const octets: Buffer[] = [];
  for (const [piece] of text.matchAll(/\\\d{3}|\\[\s\S]|[^\\]+/g)) {
    if (/^\\\d{3}$/.test(piece)) octets.push(Buffer.from([parseInt(piece.slice(1), radix) & 0xff]));
    else octets.push(Buffer.from(piece.startsWith("\\") ? piece.slice(1) : piece));
  }
  return Buffer.concat(octets);
}

/** Cloudflare splits what is too long for one string; nothing else can be served. */
function split(octets: Buffer): Buffer[] {
  if (octets.length <= STRING_LIMIT) return [octets];
  const pieces: Buffer[] = [];
  for (let start = 0; start < octets.length; start += STRING_LIMIT) {
    pieces.push(octets.subarray(start, start + STRING_LIMIT));
  }
  return pieces;
}
