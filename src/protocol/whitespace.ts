/** A text without spaces and tabs (`WSP` of RFC 5234) at its ends. Linear in time, which a pattern for the end is not. */
export function trimWsp(text: string): string {
  let start = 0;
  while (start < text.length && isWsp(text[start])) start++;
  return trimWspEnd(text.slice(start));
}

/** {@link trimWsp} at the end only. */
export function trimWspEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isWsp(text[end - 1])) end--;
  return text.slice(0, end);
}

function isWsp(character: string | undefined): boolean {
  return character === " " || character === "\t";
}
