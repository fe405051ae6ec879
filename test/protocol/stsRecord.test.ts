import fc from "fast-check";
import { parseStsRecord, policyId, renderStsRecord, selectStsRecord, splitTxt, joinTxt } from "../../src/protocol";
import { STS_RECORD_BY_ABNF } from "./abnf";

const codesOf = (text: string): string[] => parseStsRecord(text).violations.map(({ code }) => code);

describe("renderStsRecord", () => {
  test("writes version and id", () => {
    expect(renderStsRecord("20160831085700Z")).toBe("v=STSv1; id=20160831085700Z;");
  });

  test.each(["", "a-b", "a b", "a".repeat(33), "é", "a;", "a\n"])("refuses the id %j", (id) => {
    expect(() => renderStsRecord(id)).toThrow(TypeError);
  });
});

describe("parseStsRecord", () => {
  test.each<[string, string, [string, string][]]>([
    ["v=STSv1; id=20160831085700Z;", "20160831085700Z", []],
    ["v=STSv1;id=a", "a", []],
    ["v=STSv1;\tid=a \t; ", "a", []],
    ["v=STSv1; x-1=y!?,:; id=a", "a", [["x-1", "y!?,:"]]],
    ["v=STSv1; id=a; ID=b", "a", [["ID", "b"]]],
    [`v=STSv1; id=${"Z9".repeat(16)}`, "Z9".repeat(16), []],
    [`v=STSv1; id=a; ${"x".repeat(32)}=1`, "a", [["x".repeat(32), "1"]]],
    ["v=STSv1; id=a; constructor=1", "a", [["constructor", "1"]]],
  ])("accepts %j", (text, id, extensions) => {
    expect(parseStsRecord(text)).toEqual({
      id,
      extensions: extensions.map(([name, value]) => ({ name, value })),
      violations: [],
    });
  });

  test.each<[string, string | undefined, string[]]>([
    ["", undefined, ["version", "id-missing"]],
    ["v=STSv1", undefined, ["id-missing"]],
    ["v=STSv1;", undefined, ["id-missing"]],
    ["v=STSv1; ;", undefined, ["empty-field", "id-missing"]],
    ["v=STSv1; ID=a", undefined, ["id-missing"]],
    ["v=STSv1; id=", "", ["id-syntax"]],
    ["v=STSv1; id=2016-08-31", "2016-08-31", ["id-syntax"]],
    ["v=STSv1; id=ab+/==", "ab+/==", ["id-syntax"]],
    [`v=STSv1; id=${"a".repeat(33)}`, "a".repeat(33), ["id-syntax"]],
    ["v=STSv1; id=a b", "a b", ["id-syntax"]],
    ["v=STSv1; id=é", "é", ["character", "id-syntax"]],
    ["v=STSv1; id = a", "a", ["field-space"]],
    ["v=STSv1; id=a ", "a", ["trailing-space"]],
    ["v=STSv1; id=a;; ", "a", ["empty-field"]],
    ["v=STSv1;; id=a", "a", ["empty-field"]],
    ["v=STSv1 ; id=a", "a", ["version-space"]],
    ["v=STSv1, id=a", undefined, ["version", "id-missing"]],
    ["v=STSv1 id=a;", undefined, ["version", "id-missing"]],
    ["v=STSv2; id=a", "a", ["version"]],
    ["v=STSv10; id=a", "a", ["version"]],
    ["v=stsv1; id=a", "a", ["version"]],
    ["V=STSv1; id=a", "a", ["version"]],
    ["v = STSv1; id=a", "a", ["version"]],
    [" v=STSv1; id=a", "a", ["version"]],
    ['"v=STSv1; id=a"', 'a"', ["version", "id-syntax"]],
    ["id=a; v=STSv1;", undefined, ["version", "id-missing", "v-duplicate"]],
    ["v=STSv1; id=a; id=b", "a", ["id-duplicate"]],
    ["v=STSv1; id=a; v=STSv1", "a", ["v-duplicate"]],
    ["v=STSv1; id=a; x", "a", ["field-syntax"]],
    ["v=STSv1; id=a; =x", "a", ["field-syntax"]],
    ["v=STSv1; id=a; _x=y", "a", ["field-syntax"]],
    [`v=STSv1; id=a; ${"x".repeat(33)}=y`, "a", ["field-syntax"]],
    ["v=STSv1; id=a; x=", "a", ["extension-value"]],
    ["v=STSv1; id=a; x=y=z", "a", ["extension-value"]],
    ["v=STSv1; id=a; x=y z", "a", ["extension-value"]],
    ["v=STSv1; id=a\n", "a\n", ["character", "id-syntax"]],
    ["\uFEFFv=STSv1; id=a", "a", ["character", "version"]],
  ])("reads %j as id %j with %j", (text, id, codes) => {
    expect(parseStsRecord(text).id).toBe(id);
    expect(codesOf(text)).toEqual(codes);
  });

  test("names the source of every rule", () => {
    for (const { rule } of parseStsRecord("v=STSv2;; id=-; x=; v=1").violations) expect(rule).toBe("RFC 8461 §3.1");
  });

  test("reads what renderStsRecord writes as the same id", () => {
    const id = fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9]{1,32}$/),
      fc.string().map((text) => policyId(text)),
    );
    fc.assert(
      fc.property(id, (one) => {
        const text = joinTxt(splitTxt(renderStsRecord(one)));
        expect(parseStsRecord(text)).toEqual({ id: one, extensions: [], violations: [] });
        expect(selectStsRecord([text]).record?.id).toBe(one);
      }),
    );
  });

  test("finds a record valid exactly if the ABNF of RFC 8461 §3.1 allows it", () => {
    const piece = fc.constantFrom(
      ...[
        "v=STSv1",
        "id=abc",
        "id=abc",
        "id=",
        "id=a-b",
        `id=${"a".repeat(33)}`,
        "x=1",
        "x=1,2:3",
        "x.y_z-1=!",
        "v=1",
        "ID=a",
        "x",
        "=",
        "x=a=b",
      ],
      ...[";", ";", ";", "; ", " ;", "\t;\t", " ", "", "\n", "é", "\u0000"],
    );
    const record = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
      fc.array(piece, { maxLength: 6 }).map((pieces) => ["v=STSv1; id=abc", ...pieces].join("")),
      fc
        .array(fc.constantFrom("id=abc", "id=abc", "x=1", "y-2=b,c", "z=?", "x", "id=b"), {
          minLength: 1,
          maxLength: 3,
        })
        .chain((fields) =>
          fc
            .constantFrom("; ", ";", " ;\t")
            .map((delimiter) => ["v=STSv1;", ...fields].join(delimiter).replace(";;", ";")),
        ),
    );
    let valid = 0;
    fc.assert(
      fc.property(record, (text) => {
        const expected = STS_RECORD_BY_ABNF.test(text);
        if (expected) valid++;
        expect({ text, valid: codesOf(text).length === 0 }).toEqual({ text, valid: expected });
      }),
      { numRuns: 2000 },
    );
    expect(valid).toBeGreaterThan(100);
  });

  test("never throws, and lists no more than a hundred violations", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(STS_RECORD_BY_ABNF.test(text)).toBe(codesOf(text).length === 0);
      }),
    );
    expect(codesOf(`v=STSv1${";".repeat(65000)}`)).toHaveLength(101);
    expect(codesOf(`v=STSv1; id=a${" ".repeat(65000)}b`)).toEqual(["id-syntax"]);
  });
});

describe("selectStsRecord", () => {
  const record = "v=STSv1; id=a;";

  test("takes the only record that begins with v=STSv1; and sets the others aside", () => {
    const selection = selectStsRecord(["v=spf1 -all", record, "google-site-verification=x", "v=STSv1 ; id=b"]);
    expect(selection).toEqual({
      record: { text: record, id: "a", extensions: [], violations: [] },
      candidates: [record],
      unrelated: ["v=spf1 -all", "google-site-verification=x", "v=STSv1 ; id=b"],
      violations: [],
    });
  });

  test("takes none of two, even if they are equal or one is malformed", () => {
    for (const other of [record, "v=STSv1; id=b", "v=STSv1;"]) {
      const selection = selectStsRecord([record, other]);
      expect(selection.record).toBeUndefined();
      expect(selection.candidates).toEqual([record, other]);
      expect(selection.violations.map(({ code }) => code)).toEqual(["record-several"]);
    }
  });

  test("passes on the violations of the record", () => {
    const selection = selectStsRecord(["v=STSv1; id=a-b"]);
    expect(selection.violations.map(({ code }) => code)).toEqual(["id-syntax"]);
    expect(selection.record?.violations).toEqual(selection.violations);
  });

  test.each([
    [[], "record-missing"],
    [["v=spf1 -all"], "record-missing"],
    [["v=STSv1 ; id=a"], "record-discarded"],
    [["v=STSv1"], "record-discarded"],
    [["v=stsv1; id=a"], "record-discarded"],
    [[" v=STSv1; id=a"], "record-discarded"],
    [['"v=STSv1; id=a"'], "record-discarded"],
  ])("finds no record in %j", (texts, code) => {
    const selection = selectStsRecord(texts);
    expect(selection.record).toBeUndefined();
    expect(selection.candidates).toEqual([]);
    expect(selection.violations).toMatchObject([{ code, rule: "RFC 8461 §3.1" }]);
  });
});
