/** Characters kept of a text that only serves people. */
export const TEXT_LENGTH = 200;

/** A copy of the beginning: a part of a long text would keep all of it in memory. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : Buffer.from(text.slice(0, length), "utf16le").toString("utf16le");
}
