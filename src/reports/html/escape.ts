/**
 * Text of a report as HTML text or attribute value: markup is escaped, and control characters, bidirectional overrides
 * and broken surrogates are shown as `\u{…}` instead of having their effect. Long texts are cut.
 */
export function escapeHtml(text: string, maxLength = 200): string {
  return visible(text, maxLength).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The same without escaping markup, for what escapes it itself. */
export function visible(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  return cut.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
