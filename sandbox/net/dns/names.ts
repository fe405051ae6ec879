/** Domain names as the sandbox compares them: lower case, without the trailing dot; the root is "". */

export function normalName(name: string): string {
  // Route 53 writes the asterisk of a wildcard as \052.
  return name.toLowerCase().replace(/\\052/g, "*").replace(/\.$/, "");
}

/** Whether `name` is `zone` or lies below it; both in normal form. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || zone === "" || name.endsWith(`.${zone}`);
}

/** The name without its first label: "" for a single label. */
export function parentOf(name: string): string {
  const dot = name.indexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1);
}

/** The last label; "" for the root. */
export function topLabel(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** The name, then each name above it, without the root. */
export function* nameAndAncestors(name: string): Generator<string> {
  for (let up = name; up !== ""; up = parentOf(up)) yield up;
}

/** The names above `name` up to `apex`, nearest first, both ends left out. */
export function* namesBetween(name: string, apex: string): Generator<string> {
  for (let up = parentOf(name); up !== apex && isWithin(up, apex) && up !== ""; up = parentOf(up)) yield up;
}

/** Whether a name fits the wire format (RFC 1035 §2.3.4): labels of 1 to 63 octets, 253 in all. */
export function fitsTheWire(name: string): boolean {
  const plain = name.replace(/\.$/, "");
  if (plain === "") return true;
  return (
    Buffer.byteLength(plain) <= 253 && plain.split(".").every((label) => label !== "" && Buffer.byteLength(label) <= 63)
  );
}
