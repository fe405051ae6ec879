import { ownCopy } from "../ownCopy";
import { endOfQuote, unquoted } from "./quotedString";

export interface ContentType {
  /** Lower case, `type/subtype`. */
  mediaType: string;
  /** Names in lower case. */
  parameters: ReadonlyMap<string, string>;
}

/**
 * Reads a Content-Type or Content-Disposition value of the plain form (RFC 2045 §5.1). Undefined for anything that
 * could be read in two ways (comments, a parameter twice, RFC 2231 continuations, stray text): that goes to the general
 * parser.
 */
export function parseContentType(value: string): ContentType | undefined {
  if (value.length > SHORT) return parse(value);
  const known = recent.get(value);
  if (known !== undefined || recent.has(value)) return known;
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
  // A disposition has no subtype.
  const value = given.includes("/") ? given : `x/${given}`;
  const slash = endOfToken(value, 0);
  const end = endOfToken(value, slash + 1);
  if (slash === 0 || value[slash] !== "/" || end === slash + 1) return undefined;
  const parameters = new Map<string, string>();
  for (let at = afterBlanks(value, end); at < value.length; at = afterBlanks(value, at)) {
    if (value[at] !== ";") return undefined;
    const start = afterBlanks(value, at + 1);
    const equals = endOfToken(value, start);
    at = equals;
    // Semicolons before nothing do no harm.
    if (equals === start) continue;
    if (value[equals] !== "=") return undefined;
    const name = value.slice(start, equals).toLowerCase();
    if (parameters.has(name) || name.includes("*")) return undefined;
    const isQuoted = value[equals + 1] === '"';
    at = isQuoted ? endOfQuote(value, equals + 2) : endOfWord(value, equals + 1);
    if (at === -1 || at === equals + 1) return undefined;
    const text = value.slice(isQuoted ? equals + 2 : equals + 1, at);
    // A backslash may stand before any visible character, not before this one (RFC 5322 §3.2.1).
    if (isQuoted && text.includes("\\\r")) return undefined;
    parameters.set(name, isQuoted ? unquoted(text) : text);
    if (isQuoted) at++;
  }
  return { mediaType: value.slice(0, end).toLowerCase(), parameters };
}

const TOKEN_CHARACTERS = "!#$%&'*+-.^_`{|}~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const IS_TOKEN = new Uint8Array(256);
for (const character of TOKEN_CHARACTERS) IS_TOKEN[character.charCodeAt(0)] = 1;

function endOfToken(value: string, at: number): number {
  while (at < value.length && IS_TOKEN[value.charCodeAt(at)] === 1) at++;
  return at;
}

function afterBlanks(value: string, at: number): number {
  while (value[at] === " " || value[at] === "\t") at++;
  return at;
}

/** Where a value without quotes ends: at a semicolon, a quote, or any white space. */
function endOfWord(value: string, start: number): number {
  for (let at = start; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === 0x3b || code === 0x22 || code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0) return at;
  }
  return value.length;
}
