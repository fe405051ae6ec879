import { safeJson } from "../safeJson";

/** Characters written at a time. */
const PIECE = 64 * 1024;

/**
 * Writes a document as JSON for people to read too, with an indent of two. Its lists go out item by item: of many
 * reports there are thousands of groups, and the text of all of them at once would take more memory than reading did.
 */
export function writeJson(document: object, out: (text: string) => void): void {
  let waiting = "{";
  let separator = "\n";
  for (const [key, value] of Object.entries(document) as [string, unknown][]) {
    if (value === undefined) continue;
    waiting += `${separator}  ${safeJson(JSON.stringify(key))}: `;
    separator = ",\n";
    if (!Array.isArray(value) || value.length === 0) {
      waiting += indented(value, "\n  ");
      continue;
    }
    for (const [index, item] of (value as unknown[]).entries()) {
      waiting += `${index === 0 ? "[" : ","}\n    ${indented(item, "\n    ")}`;
      if (waiting.length < PIECE) continue;
      out(waiting);
      waiting = "";
    }
    waiting += "\n  ]";
  }
  out(`${waiting}\n}\n`);
}

/** Line ends stand between values only: in a text they are escaped. */
function indented(value: unknown, lineEnd: string): string {
  return safeJson(JSON.stringify(value, undefined, 2)).replaceAll("\n", lineEnd);
}
