/**
 * The same text in memory of its own. A part of a text (`slice`, a match of an expression) keeps all of that text alive:
 * what is kept for long must not be a part of a header section or a report that is not.
 */
export function ownCopy(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
