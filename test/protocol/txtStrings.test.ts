import fc from "fast-check";
import { joinTxt, splitTxt } from "../../src/protocol";

describe("splitTxt", () => {
  test.each<[string, string, number[]]>([
    ["an empty text", "", [0]],
    ["a short text", "v=STSv1; id=1;", [14]],
    ["255 bytes", "a".repeat(255), [255]],
    ["256 bytes", "a".repeat(256), [255, 1]],
    ["510 bytes", "a".repeat(510), [255, 255]],
    ["two bytes across the boundary", `${"a".repeat(254)}éb`, [254, 3]],
    ["two bytes up to the boundary", `${"a".repeat(253)}éb`, [255, 1]],
    ["the first characters of two, three and four bytes", `${"a".repeat(248)}\u0080\u0800\u{10000}b`, [253, 5]],
    ["the last characters of one, two and three bytes", `${"a".repeat(250)}\x7F\u07FF\uFFFFb`, [253, 4]],
    ["three bytes across the boundary", `${"a".repeat(253)}€b`, [253, 4]],
    ["four bytes across the boundary", `${"a".repeat(252)}😀b`, [252, 5]],
    ["four bytes up to the boundary", `${"a".repeat(251)}😀b`, [255, 1]],
    ["a lone surrogate, as the three bytes that it is sent as", `${"a".repeat(253)}\uD800b`, [253, 4]],
  ])("cuts %s by bytes, never inside a character", (_, text, sizes) => {
    const strings = splitTxt(text);
    expect(strings.map((one) => Buffer.byteLength(one))).toEqual(sizes);
    expect(strings.join("")).toBe(text);
  });

  test("makes strings of at most 255 bytes that joinTxt puts together again, also as bytes", () => {
    const nearBoundary = fc
      .tuple(fc.integer({ min: 248, max: 260 }), fc.string({ unit: "binary", maxLength: 300 }))
      .map(([count, rest]) => "a".repeat(count) + rest);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 600 }), nearBoundary), (text) => {
        const strings = splitTxt(text);
        expect(strings.every((one) => Buffer.byteLength(one) <= 255)).toBe(true);
        expect(strings.slice(0, -1).every((one) => Buffer.byteLength(one) > 251)).toBe(true);
        expect(joinTxt(strings)).toBe(text);
        expect(joinTxt(strings.map((one) => Buffer.from(one)))).toBe(text);
      }),
    );
  });
});

describe("joinTxt", () => {
  test("adds no space", () => {
    expect(joinTxt(["v=STSv1; ", "id=1;"])).toBe("v=STSv1; id=1;");
    expect(joinTxt([])).toBe("");
  });

  test("reads a character that two byte strings share", () => {
    const bytes = Buffer.from("a😀b");
    expect(joinTxt([bytes.subarray(0, 3), bytes.subarray(3)])).toBe("a😀b");
    expect(joinTxt(["x", bytes.subarray(0, 2), bytes.subarray(2)])).toBe("xa😀b");
  });

  test("shows bytes that are not UTF-8, and keeps a byte order mark", () => {
    expect(joinTxt([Uint8Array.of(0x76, 0xff)])).toBe("v\uFFFD");
    expect(joinTxt([Uint8Array.of(0xef, 0xbb, 0xbf, 0x76)])).toBe("\uFEFFv");
  });
});
