/**
 * JSON that is as safe to show on a terminal as it is to parse: what JSON leaves as it is and a terminal obeys (C1
 * controls, bidirectional overrides) is written as escapes, which mean the same to every parser.
 *
 * @param json The text as JSON.stringify writes it: line ends stand between values only.
 */
export function safeJson(json: string): string {
  // Almost always. To look for what is not there takes no memory; to match all that is takes more than the text.
  if (!/[^\n\x20-\x7e]/.test(json)) return json;
  return json.replace(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(character: string): string {
  let text = "";
  for (let at = 0; at < character.length; at++) {
    text += `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
  }
  return text;
}
