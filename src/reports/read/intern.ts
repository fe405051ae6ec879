const MOST = 20_000;
const known = new Map<string, string>();

/** One copy of each text that many reports repeat: hosts, types, organizations. Bounded; beyond, texts stay as they are. */
export function intern(text: string): string {
  const same = known.get(text);
  if (same !== undefined) return same;
  if (known.size < MOST && text.length <= 300) known.set(text, text);
  return text;
}
