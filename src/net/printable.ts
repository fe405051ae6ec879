/**
 * Text from the network, safe for a terminal or a log: control characters, bidirectional overrides and
 * broken surrogates are shown as `\xNN` or `\u{N}`, and the length is capped.
 */
export function printable(text: string, maxLength = 200): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  if (/^[\x20-\x7e]*$/.test(cut)) return cut; // almost always
  // The letters C (control, format, surrogate, private) and Z other than the blank have no place on a terminal.
  return cut.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
}
