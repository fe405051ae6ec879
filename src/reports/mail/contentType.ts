import { ownCopy } from "../ownCopy";

export interface ContentType {
  /** Lower case, `type/subtype`. */
  mediaType: string;
  /** Names in lower case. */
  parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[!#$%&'*+\\-.^_`{|}~0-9A-Za-z]+";
const TYPE = new RegExp(`^(${TOKEN}/${TOKEN})[ \\t]*(?=;|$)`);
const PARAMETER = new RegExp(`;[ \\t]*(?:(${TOKEN})=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))[ \\t]*)?`, "y");

/**
 * Reads a Content-Type or Content-Disposition value of the plain form (RFC 2045 §5.1). Undefined for anything that
 * could be read in two ways (comments, a parameter twice, RFC 2231 continuations, stray text): that goes to the general
 * parser.
 */
export function parseContentType(value: string): ContentType | undefined {
  if (value.length > SHORT) return parse(value);
  if (recent.has(value)) return recent.get(value);
  const own = ownCopy(value);
  const type = parse(own);
  if (recent.size >= MOST_RECENT) recent.clear();
  recent.set(own, type);
  return type;
}

/** The short ones name neither file nor boundary: every mail has the same. */
const SHORT = 40;
const MOST_RECENT = 100;
const recent = new Map<string, ContentType | undefined>();

function parse(given: string): ContentType | undefined {
  const value = given.includes("/") ? given : `x/${given}`;
  const type = TYPE.exec(value);
  if (type === null) return undefined;
  const rest = value.slice(type[0].length);
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = 0;
  while (PARAMETER.lastIndex < rest.length) {
    const match = PARAMETER.exec(rest);
    if (match === null) return undefined;
    const name = match[1]?.toLowerCase();
    if (name === undefined) continue;
    if (parameters.has(name) || name.includes("*")) return undefined;
    parameters.set(name, match[2]?.replace(/\\(.)/g, "$1") ?? match[3] ?? "");
  }
  return { mediaType: type[1]!.toLowerCase(), parameters };
}
