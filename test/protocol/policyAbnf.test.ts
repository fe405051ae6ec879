import fc from "fast-check";
import { parsePolicyFile, renderPolicy } from "../../src/protocol";
import { isPolicyByAbnf } from "./abnf";
import { policy } from "./arbitraries";

const isStrictlyValid = (bytes: Uint8Array): boolean => {
  const read = parsePolicyFile(bytes);
  return read.policy !== undefined && read.violations.length === 0;
};

/** Pieces of a line, good and bad, most of them good. */
const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("version", "mode", "max_age", "mx") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("Mode", "x-1", "id", "x".repeat(32), "x".repeat(33), "_x", "v", "", "mx ", " mx", "é"),
  },
);
const value = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      "STSv1",
      "enforce",
      "testing",
      "none",
      "604800",
      "0",
      "mx1.example.com",
      "*.example.com",
      "com",
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...[
        "31557600",
        "31557601",
        "0031557600",
        "00604800000",
        "-1",
        "1.5",
        "STSv2",
        "stsv1",
        "Enforce",
        "",
        "a b",
        "a  b",
        "a\tb",
        "é",
        "\uFEFF",
      ],
      ...[
        "192.0.2.1",
        "0x7f.1",
        "*.1",
        "a.1b",
        "*",
        "*.*.a",
        "a.*",
        "a.",
        ".a",
        "a..b",
        "-a.b",
        "a-.b",
        "a--b.c",
        "A.B",
        "_a.b",
        "a:b",
        "bücher.de",
      ],
      ...[
        "a".repeat(63),
        "a".repeat(64),
        `${"a.".repeat(126)}b`,
        `${"a.".repeat(126)}bc`,
        `*.${"a.".repeat(125)}b`,
        `*.${"a.".repeat(126)}b`,
      ],
    ),
  },
);
const space = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("", " ") },
  { weight: 1, arbitrary: fc.constantFrom("\t", "  ", "\t ") },
);
const lineEnd = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom("\r\n", "\n") },
  { weight: 1, arbitrary: fc.constantFrom("\r", "\n\n", "\r\r\n", "") },
);
const line = fc
  .tuple(name, fc.constantFrom(":", ":", ":", ":", ":", " :", "", "="), space, value, space)
  .map((parts) => parts.join(""));

const GOOD_LINES = [
  "version: STSv1",
  "mode: testing",
  "mx: a.example",
  "mx:*.example.com ",
  "max_age: 86400",
  "x: y z",
];

/** Files whose every line is plausible; a good part of them valid. */
const composed = fc
  .tuple(
    fc.shuffledSubarray(GOOD_LINES, { minLength: 5 }),
    fc.array(line, { maxLength: 1 }),
    fc.array(lineEnd, { minLength: 8, maxLength: 8 }),
    fc.constantFrom("", "", "", "", "", "", "\uFEFF", " ", "\n"),
    fc.constantFrom("", "", "", "", "", "", " ", "\n", "\r", "\u0000"),
  )
  .map(([good, other, ends, start, end]) =>
    Buffer.from(start + [...good, ...other].map((text, index) => text + (ends[index] ?? "\n")).join("") + end),
  );

/** A valid file with some bytes removed, replaced or inserted. */
const mutated = fc
  .tuple(
    policy.map(renderPolicy),
    fc.array(
      fc.tuple(fc.nat(), fc.nat(2), fc.oneof(fc.constantFrom(0x0a, 0x0d, 0x20, 0x09, 0x3a, 0x2e, 0x2a), fc.nat(255))),
      {
        maxLength: 3,
      },
    ),
  )
  .map(([text, edits]) => {
    const bytes = [...Buffer.from(text)];
    for (const [position, removed, inserted] of edits)
      bytes.splice(position % (bytes.length + 1), removed, ...(removed === 2 ? [] : [inserted]));
    return Uint8Array.from(bytes);
  });

const agree = (bytes: Uint8Array): void => {
  expect({ text: Buffer.from(bytes).toString("latin1"), valid: isStrictlyValid(bytes) }).toEqual({
    text: Buffer.from(bytes).toString("latin1"),
    valid: isPolicyByAbnf(bytes),
  });
};

test("the ABNF as an expression accepts the RFC's example and refuses a blank line", () => {
  const example = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: *.example.net\nmax_age: 604800\n";
  expect(isPolicyByAbnf(Buffer.from(example))).toBe(true);
  expect(isPolicyByAbnf(Buffer.from(`${example}\n`))).toBe(false);
  expect(isPolicyByAbnf(Buffer.from(example.replace(/mx.*\n/g, "")))).toBe(false);
  expect(isPolicyByAbnf(Buffer.from(example.replace(/mx.*\n/g, "").replace("enforce", "none")))).toBe(true);
});

test.each([
  ["random bytes", fc.uint8Array({ maxLength: 300 }), 300],
  ["random text", fc.string({ unit: "binary" }).map((text) => Buffer.from(text)), 300],
  ["lines good and bad", composed, 2000],
  ["policies with bytes changed", mutated, 1500],
])("strictly valid is what the ABNF of RFC 8461 §3.2 allows: %s", (_, arbitrary, numRuns) => {
  fc.assert(fc.property(arbitrary, agree), { numRuns });
});

test.each(GOOD_LINES.slice(0, 5))("so it is for every plausible line beside %j", (without) => {
  fc.assert(
    fc.property(line, lineEnd, (one, end) => {
      const lines = GOOD_LINES.filter((good) => good !== without);
      agree(Buffer.from(`${lines.join("\n")}\n${one}${end}`));
      agree(Buffer.from(`${one}${end}${lines.join("\n")}`));
    }),
    { numRuns: 400 },
  );
});

test("the generators make valid and invalid files in good measure", () => {
  for (const arbitrary of [composed, mutated]) {
    const valid = fc.sample(arbitrary, { numRuns: 500, seed: 1 }).filter((bytes) => isPolicyByAbnf(bytes)).length;
    expect(valid).toBeGreaterThan(50);
    expect(valid).toBeLessThan(450);
  }
});

test("the same file is read the same as bytes and as text", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        composed,
        fc.string({ unit: "grapheme" }).map((text) => Buffer.from(text)),
      ),
      (bytes) => {
        expect(parsePolicyFile(Buffer.from(bytes).toString("utf8"))).toEqual(parsePolicyFile(bytes));
      },
    ),
  );
});
