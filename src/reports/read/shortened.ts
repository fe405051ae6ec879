import { ownCopy } from "../ownCopy";

/** Characters kept of a text that only serves people. */
export const TEXT_LENGTH = 200;

/** The beginning of a text. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : ownCopy(text.slice(0, length));
}
