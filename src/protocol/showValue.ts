const SHOWN_LENGTH = 80;

// Control, format, private, unassigned and other invisible characters, line separators, spaces other than U+0020.
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/**
 * A value as its author wrote it, for one line of a message: JSON-quoted, at most 80 characters of it, with everything
 * invisible escaped, so that a message cannot be rewritten by the value it quotes. Never throws.
 *
 * @example showValue("a\u0007b"); // "a\u0007b", in quotes and with the escape spelled out
 */
export function showValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return showText(value);
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? `a list of ${value.length}` : "an object";
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    case "bigint":
      return value >= -(10n ** 40n) && value <= 10n ** 40n ? `${value.toString()}n` : "a very large bigint";
    default:
      return Object.is(value, -0) ? "-0" : String(value);
  }
}

function showText(text: string): string {
  // A high surrogate at the cut would show as half a character.
  const shown = text.length > SHOWN_LENGTH ? text.slice(0, SHOWN_LENGTH).replace(/[\uD800-\uDBFF]$/u, "") : text;
  const quoted = JSON.stringify(shown).replace(UNSAFE, escapeUnits);
  return shown.length === text.length ? quoted : `${quoted.slice(0, -1)}…" (${text.length} characters)`;
}

/** `\uXXXX` for every UTF-16 unit of a character. */
function escapeUnits(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
