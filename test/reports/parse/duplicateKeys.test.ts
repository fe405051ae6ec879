import fc from "fast-check";
import { leastLength } from "../../../src/reports/parse/leastLength";
import { parseJson } from "../../../src/reports/parse/json";
import { googleReport } from "../support/samples";

/** A JSON text in its parts, so that an object may have a key twice. */
type Tree = string | { list: Tree[] } | { pairs: [string, Tree][] };

const blank = fc.constantFrom("", "", "", " ", "\n", "\t ");
const key = fc.constantFrom("a", "b", "policies", "__proto__", "constructor", "", "é", '\\"', "\\u0061", "1");
const scalar = fc.oneof(
  fc.constantFrom(
    "0",
    "-0",
    "7",
    "1e3",
    "1000",
    "10.0",
    "1E+2",
    "12345678901234567890",
    "1e21",
    "true",
    "false",
    "null",
  ),
  fc.nat(2_000_000).map(String),
  fc.constantFrom('""', '"x"', '"a: b, {}"', '"\\""', '"\\\\"', '"\\u0022"', '"ü"', '"😀"'),
);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.record({ list: fc.array(tie("tree"), { maxLength: 4 }) }),
    fc.record({ pairs: fc.array(fc.tuple(key, tie("tree")), { maxLength: 4 }) }),
  ),
}));

function textOf(node: Tree, gap: () => string): string {
  if (typeof node === "string") return node;
  const items =
    "list" in node
      ? node.list.map((item) => textOf(item, gap))
      : node.pairs.map(([name, item]) => `"${name}"${gap()}:${gap()}${textOf(item, gap)}`);
  const [open, close] = "list" in node ? ["[", "]"] : ["{", "}"];
  return `${open}${gap()}${items.join(`${gap()},${gap()}`)}${gap()}${close}`;
}

function repeatsKey(node: Tree): boolean {
  if (typeof node === "string") return false;
  if ("list" in node) return node.list.some(repeatsKey);
  const names = node.pairs.map(([name]) => JSON.parse(`"${name}"`) as string);
  return new Set(names).size < names.length || node.pairs.some(([, item]) => repeatsKey(item));
}

test("a text is refused exactly where one of its objects has a key twice", () => {
  fc.assert(
    fc.property(tree, fc.array(blank, { minLength: 1 }), (node, gaps) => {
      let at = 0;
      const text = textOf(node, () => gaps[at++ % gaps.length]!);
      const parse = (): unknown => parseJson(Buffer.from(text));
      if (repeatsKey(node)) expect(parse).toThrow("the same key twice");
      else expect(parse()).toEqual(JSON.parse(text));
    }),
    { numRuns: 20_000 },
  );
});

test("no text of a value is shorter than its least length, and the usual one of a report is no longer", () => {
  fc.assert(
    fc.property(tree, (node) => {
      const text = textOf(node, () => "");
      const value: unknown = JSON.parse(text);
      expect(leastLength(value)).toBeLessThanOrEqual(Buffer.byteLength(text));
    }),
    { numRuns: 20_000 },
  );
  expect(leastLength(googleReport())).toBe(JSON.stringify(googleReport()).length);
});

test("no number is written shorter than its least length", () => {
  const digits = fc.nat({ max: 1e7 }).map(String);
  const exponent = fc.integer({ min: -3, max: 22 });
  fc.assert(
    fc.property(digits, digits, exponent, (whole, fraction, power) => {
      for (const text of [
        whole,
        `${whole}.${fraction}`,
        `${whole}e${power}`,
        `${whole}.${fraction}e${power}`,
        `-${whole}`,
      ]) {
        expect(leastLength(Number(text))).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 20_000 },
  );
});
