import type { DomainReport } from "../../src/checks";
import { jsonWriter } from "../../src/cli/check/jsonWriter";
import { writeJson } from "../../src/cli/reports/writeJson";
import { safeJson } from "../../src/cli/safeJson";

const strange = "\u009b31m\u202e\u2028\ud800 \u{e0001} é 字 \u{1f600}";

test.each([undefined, 2])(
  "what a terminal would obey is written as escapes that mean the same (indent %p)",
  (indent) => {
    const document = { [strange]: [strange, "plain", 1] };
    const text = safeJson(JSON.stringify(document, undefined, indent));
    expect(text).toMatch(/^[\n\x20-\x7eé字\u{1f600}]+$/u);
    expect(JSON.parse(text)).toEqual(document);
  },
);

test.each<object>([
  {
    a: 1,
    b: "x",
    gone: undefined,
    list: [{ c: [1, { d: strange }] }, "y", [], {}],
    none: [],
    empty: {},
    f: { g: [2] },
  },
  { [strange]: [strange] },
  { many: Array.from({ length: 9000 }, (_, at) => ({ at, text: "x".repeat(at % 50) })), last: null },
])("a document is written in pieces as it would be in one", (document) => {
  const pieces: string[] = [];
  writeJson(document, (text) => pieces.push(text));
  expect(pieces.join("")).toBe(`${safeJson(JSON.stringify(document, undefined, 2))}\n`);
  for (const piece of pieces) expect(piece.length).toBeLessThan(100_000);
});

test("the JSON of a check is of this kind", () => {
  let written = "";
  const writer = jsonWriter({ out: (text: string) => (written += text) } as unknown as Parameters<
    typeof jsonWriter
  >[0]);
  writer.write({ leftOut: [strange] } as unknown as DomainReport);
  writer.end();
  expect(written).toMatch(/^[\n\x20-\x7eé字\u{1f600}]+$/u);
  expect(JSON.parse(written)).toMatchObject({ domains: [{ leftOut: [strange] }] });
});
