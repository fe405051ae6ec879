import fc from "fast-check";
import { LIMITS } from "../../../src/reports/limits";
import { readHeaders } from "../../../src/reports/mail/headers";

/** Line by line: the header section ends before the first empty line (RFC 5322 §2.1), with either line end. */
function bodyStartOf(text: string): number {
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    if (newline === -1) break;
    const line = text.slice(start, newline);
    if (line === "" || line === "\r") return newline + 1;
    start = newline + 1;
  }
  return text.length;
}

test("the body begins after the first empty line, whichever line ends are mixed", () => {
  const text = fc
    .array(fc.constantFrom("\n", "\r\n", "\r", "A: b", " c"), { maxLength: 12 })
    .map((list) => list.join(""));
  fc.assert(
    fc.property(text, fc.nat(3), fc.nat(3), (section, before, after) => {
      const bytes = Buffer.from("x".repeat(before) + section + "\n".repeat(after));
      const { bodyStart } = readHeaders(bytes, before, before + section.length);
      expect(bodyStart - before).toBe(bodyStartOf(section));
    }),
    { numRuns: 5000 },
  );
});

test("a header section may be as long as its limit, and no longer", () => {
  const longest = "x".repeat(LIMITS.headerBytes - 1);
  for (const end of ["\n\n", "\n\r\n"]) {
    expect(readHeaders(Buffer.from(`${longest}${end}body`)).bodyStart).toBe(longest.length + end.length);
    expect(() => readHeaders(Buffer.from(`${longest}x${end}body`))).toThrow("header section of more than");
  }
});

test.each(["\n", "\r\n"])("a header section is read alike wherever the first look at it ends (%j)", (end) => {
  for (let length = 4050; length <= 4110; length++) {
    const folded = `Content-Type: text/plain;${end} a=b`;
    const padding = `X: ${"x".repeat(length - folded.length)}`;
    const { fields, bodyStart } = readHeaders(Buffer.from(`${padding}${end}${folded}${end}${end}body: b`));
    expect(fields).toEqual([["content-type", `text/plain;${end} a=b`]]);
    expect(bodyStart).toBe(length + 3 + 3 * end.length);
  }
});
