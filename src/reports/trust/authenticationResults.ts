import { endOfQuote, unquoted } from "../mail/quotedString";

/** One `method=result` of an Authentication-Results field (RFC 8601 §2.2). */
export interface AuthenticationResult {
  /** Lower case, without a version: `dkim`. */
  method: string;
  /** Lower case: `pass`. */
  result: string;
  /** `header.d=example.com` and the like, in lower case. */
  properties: readonly string[];
}

export interface AuthenticationResults {
  /** Undefined where the field has none, as in Exchange Online. */
  authservId: string | undefined;
  results: AuthenticationResult[];
}

/**
 * Reads the value of one Authentication-Results field. Parts of it are text that the sender chose, so anything out of
 * grammar (an open comment or quote, stray words) makes the whole field worthless: undefined.
 */
export function parseAuthenticationResults(value: string): AuthenticationResults | undefined {
  const segments = split(value.toLowerCase());
  if (segments === undefined) return undefined;
  const [first, ...others] = segments;
  if (first === undefined || first.length === 0) return undefined;
  // `authserv-id [version]`, or with Exchange Online the first result at once.
  const hasId = !first[0]!.includes("=");
  const results: AuthenticationResult[] = [];
  for (const words of hasId ? others : segments) {
    if (words.length === 0 || (words.length === 1 && words[0] === "none")) continue;
    const result = readResult(words);
    if (result === undefined) return undefined;
    results.push(result);
  }
  return { authservId: hasId ? first[0] : undefined, results };
}

function readResult(words: readonly string[]): AuthenticationResult | undefined {
  const match = /^([a-z0-9-]+)(?:\/\d+)?=([a-z0-9]+)$/.exec(words[0] ?? "");
  if (match === null) return undefined;
  const properties = words.slice(1);
  // Stray words: nothing before the equals sign, or no such sign.
  if (properties.some((property) => property.indexOf("=") <= 0)) return undefined;
  return { method: match[1]!, result: match[2]!, properties };
}

/** The value of one property; one that is given twice with different values counts for nothing. */
export function propertyOf({ properties }: AuthenticationResult, name: string): string | undefined {
  let found: string | undefined;
  for (const property of properties) {
    if (!property.startsWith(name) || property[name.length] !== "=") continue;
    const text = property.slice(name.length + 1);
    if (found !== undefined && found !== text) return undefined;
    found = text;
  }
  return found;
}

/**
 * Segments between `;`, each as its words, without comments (which nest), with quotes undone, and with the spaces that
 * the grammar allows around `=`, `.` and `/` taken out. Undefined when a comment or quote does not end.
 */
function split(value: string): string[][] | undefined {
  const segments: string[][] = [];
  let words: string[] = [];
  let word = "";
  let depth = 0;
  for (let at = 0; at < value.length; at++) {
    const character = value[at]!;
    if (depth > 0) {
      if (character === "\\") at++;
      else if (character === "(") depth++;
      else if (character === ")") depth--;
    } else if (character === '"') {
      const end = endOfQuote(value, at + 1);
      if (end === -1) return undefined;
      word += unquoted(value.slice(at + 1, end)).replace(/\s/g, "_");
      at = end;
    } else if (character === " " || character === "\t" || character === ";" || character === "(") {
      if (word !== "") words.push(word);
      word = "";
      if (character === "(") depth = 1;
      if (character !== ";") continue;
      segments.push(words);
      words = [];
    } else {
      const end = endOfRun(value, at + 1);
      word += value.slice(at, end);
      at = end - 1;
    }
  }
  if (depth > 0) return undefined;
  if (word !== "") words.push(word);
  segments.push(words);
  return segments.map(joinAroundEquals);
}

/** `dkim = pass` is three words and one result. */
function joinAroundEquals(words: string[]): string[] {
  if (!words.some(hasOuterEquals)) return words;
  const joined: string[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (last !== undefined && (word.startsWith("=") || (last.endsWith("=") && /^[a-z0-9./-]+=$/.test(last))))
      joined[joined.length - 1] = last + word;
    else joined.push(word);
  }
  return joined;
}

function hasOuterEquals(word: string): boolean {
  return word.startsWith("=") || word.endsWith("=");
}

/** Where the characters end that stand for themselves. */
function endOfRun(value: string, start: number): number {
  for (let at = start; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === 0x20 || code === 0x09 || code === 0x3b || code === 0x28 || code === 0x22) return at;
  }
  return value.length;
}
