// TXT data in presentation form: one or more quoted strings, as Route 53 and Cloudflare take it.

/** The strings of a TXT value such as `"a" "b"`, escapes kept; undefined if it is not a row of quoted strings. */
export function quotedStrings(value: string): string[] | undefined {
  const strings: string[] = [];
  const pattern = /\s*"((?:[^"\\]|\\.)*)"/gsy;
  let end = 0;
  for (let match = pattern.exec(value); match; match = pattern.exec(value)) {
    strings.push(match[1] ?? "");
    end = pattern.lastIndex;
  }
  return strings.length > 0 && value.slice(end).trim() === "" ? strings : undefined;
}

/** The bytes that an escaped string stands for: `\DDD` is one byte, `\"` a quote (RFC 1035 §5.1). */
export function unescapedLength(string: string): number {
  return Buffer.byteLength(string.replace(/\\(\d{3}|.)/gs, "x"));
}

export function formatStrings(strings: readonly string[]): string {
  return strings.map((string) => `"${string}"`).join(" ");
}
