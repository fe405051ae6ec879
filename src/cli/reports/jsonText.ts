import { safeJson } from "../safeJson";

/** A document as JSON for people to read too. */
export function jsonText(document: object): string {
  return `${safeJson(JSON.stringify(document, undefined, 2))}\n`;
}
