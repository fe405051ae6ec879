/** Where a quoted string (RFC 5322 §3.2.4) ends whose text starts here: the place of the closing quote; -1: nowhere. */
export function endOfQuote(value: string, start: number): number {
  for (let at = start; at < value.length; at++) {
    if (value[at] === "\\") at++;
    else if (value[at] === '"') return at;
  }
  return -1;
}

/** What the text between the quotes stands for. */
export function unquoted(text: string): string {
  return text.includes("\\") ? text.replace(/\\(.)/g, "$1") : text;
}
