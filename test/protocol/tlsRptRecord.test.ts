import fc from "fast-check";
import {
  joinTxt,
  parseRuaList,
  parseTlsRptRecord,
  renderTlsRptRecord,
  selectTlsRptRecord,
  splitTxt,
} from "../../src/protocol";
import { TLS_RPT_RECORD_BY_ABNF } from "./abnf";

const MAIL = "mailto:tls@example.com";
const WEB = "https://r.example.com/v1?a=b";
const codesOf = (text: string): string[] => parseTlsRptRecord(text).violations.map(({ code }) => code);

describe("renderTlsRptRecord", () => {
  test("writes rua first, its addresses joined by commas without spaces", () => {
    expect(renderTlsRptRecord([MAIL])).toBe("v=TLSRPTv1; rua=mailto:tls@example.com");
    expect(renderTlsRptRecord([MAIL, WEB])).toBe(`v=TLSRPTv1; rua=${MAIL},${WEB}`);
  });

  test.each([[[]], [["tls@example.com"]], [["mailto:a,b@example.com"]], [["MAILTO:a@example.com"]], [[`${MAIL};x=y`]]])(
    "refuses %j",
    (rua) => {
      expect(() => renderTlsRptRecord(rua)).toThrow(TypeError);
    },
  );
});

describe("parseTlsRptRecord", () => {
  test.each<[string, string[], [string, string][]]>([
    ["v=TLSRPTv1;rua=mailto:reports@example.com", ["mailto:reports@example.com"], []],
    ["v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt", ["https://reporting.example.com/v1/tlsrpt"], []],
    [`v=TLSRPTv1; rua=${MAIL} , ${WEB} ;`, [MAIL, WEB], []],
    [
      `v=TLSRPTv1; x=1; rua=${MAIL}; y=2`,
      [MAIL],
      [
        ["x", "1"],
        ["y", "2"],
      ],
    ],
    ["v=TLSRPTv1; rua=MAILTO:a%21b@example.com", ["MAILTO:a%21b@example.com"], []],
    [`v=TLSRPTv1; rua=${WEB}#top`, [`${WEB}#top`], []],
  ])("accepts %j", (text, rua, extensions) => {
    expect(parseTlsRptRecord(text)).toEqual({
      rua,
      extensions: extensions.map(([name, value]) => ({ name, value })),
      violations: [],
    });
  });

  test.each<[string, string[], string[]]>([
    ["", [], ["version", "rua-missing"]],
    ["v=TLSRPTv1;", [], ["rua-missing"]],
    ["v=TLSRPTv1; RUA=mailto:a@example.com", [], ["rua-missing"]],
    ["v=TLSRPTv1; rua=", [], ["rua-empty"]],
    [`v=TLSRPTv1; rua=${MAIL},`, [MAIL], ["rua-empty"]],
    [`v=TLSRPTv1; rua= ${MAIL}`, [MAIL], ["field-space"]],
    ["v=TLSRPTv1; rua=tls@example.com", [], ["rua-scheme-missing"]],
    ["v=TLSRPTv1; rua=mailto:a@example.com!10m", ["mailto:a@example.com!10m"], ["rua-unencoded"]],
    ["v=TLSRPTv1; rua=http://r.example.com", [], ["rua-http"]],
    [`v=TLSRPTv1; rua=ftp://r.example.com,${MAIL}`, [MAIL], ["rua-scheme"]],
    ["v=TLSRPTv1; rua=mailto:", [], ["rua-address"]],
    ["v=TLSRPTv1; rua=https://", ["https://"], ["rua-host"]],
    [`v=TLSRPTv1; rua=${MAIL} ${MAIL}`, [`${MAIL} ${MAIL}`], ["rua-character"]],
    [`v=TLSRPTv1; rua=${MAIL}; rua=${WEB}`, [MAIL], ["rua-duplicate"]],
    [`v=TLSRPTv1; rua=${WEB};c`, [WEB], ["field-syntax"]],
    [`v=TLSRPTv1 ; rua=${MAIL}`, [MAIL], ["version-space"]],
    [`v=TLSRPTv2; rua=${MAIL}`, [MAIL], ["version"]],
    [`v=TLSRPTv1; rua=${MAIL} `, [MAIL], ["trailing-space"]],
    ["v=TLSRPTv1; rua=mailto:a@bücher.example", ["mailto:a@bücher.example"], ["character", "rua-character"]],
  ])("reads %j as %j with %j", (text, rua, codes) => {
    expect(parseTlsRptRecord(text).rua).toEqual(rua);
    expect(codesOf(text)).toEqual(codes);
  });

  test("reads what renderTlsRptRecord writes as the same addresses, also over 255 bytes", () => {
    const mail = fc
      .tuple(fc.stringMatching(/^[a-z0-9+!_-]{1,20}$/), fc.domain())
      .map((parts) => `mailto:${parts.join("@")}`);
    const web = fc.webUrl({ validSchemes: ["https"], withQueryParameters: true });
    fc.assert(
      fc.property(fc.array(fc.oneof(mail, web), { minLength: 1, maxLength: 12 }), (list) => {
        const rua = parseRuaList(list, "rua");
        if (!rua.ok) throw new Error(JSON.stringify(rua.problems));
        const text = joinTxt(splitTxt(renderTlsRptRecord(rua.value)));
        expect(parseTlsRptRecord(text)).toEqual({ rua: rua.value, extensions: [], violations: [] });
        expect(selectTlsRptRecord([text]).record?.text).toBe(text);
      }),
    );
  });

  test("finds a record valid exactly if the ABNF of RFC 8460 §3 allows it", () => {
    const piece = fc.constantFrom(
      ...[
        `rua=${MAIL}`,
        `rua=${MAIL}`,
        `rua=${WEB}`,
        `,${MAIL}`,
        ` , ${WEB}`,
        ",",
        "!",
        "rua=",
        "x=1",
        "x",
        "v=TLSRPTv1",
        "%2C",
        "%zz",
        "[",
        "/a:b@c",
      ],
      ...[";", ";", ";", "; ", " ;", "\t;\t", " ", "", "\n", "é"],
    );
    const record = fc.tuple(
      fc.constantFrom("v=TLSRPTv1;", `v=TLSRPTv1; rua=${MAIL}`, `v=TLSRPTv1;rua=${WEB}`, ""),
      fc.array(piece, { maxLength: 5 }),
    );
    let valid = 0;
    fc.assert(
      fc.property(record, ([start, pieces]) => {
        const text = [start, ...pieces].join("");
        const expected = TLS_RPT_RECORD_BY_ABNF.test(text);
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
        parseTlsRptRecord(text);
        expect(codesOf(`v=TLSRPTv1;rua=${text}`).length === 0).toBe(
          TLS_RPT_RECORD_BY_ABNF.test(`v=TLSRPTv1;rua=${text}`),
        );
      }),
    );
    expect(codesOf(`v=TLSRPTv1;rua=${",".repeat(65000)}`)).toHaveLength(101);
  });
});

describe("selectTlsRptRecord", () => {
  const record = `v=TLSRPTv1; rua=${MAIL}`;

  test("takes the only record that begins with v=TLSRPTv1; and sets the others aside", () => {
    expect(selectTlsRptRecord(["x", record, "v=STSv1; id=a"])).toEqual({
      record: { text: record, rua: [MAIL], extensions: [], violations: [] },
      candidates: [record],
      unrelated: ["x", "v=STSv1; id=a"],
      violations: [],
    });
  });

  test.each([
    [[record, record], "record-several"],
    [[], "record-missing"],
    [[record.toLowerCase()], "record-discarded"],
    [[record.replace(";", " ;")], "record-discarded"],
  ])("takes none of %j", (texts, code) => {
    const selection = selectTlsRptRecord(texts);
    expect(selection.record).toBeUndefined();
    expect(selection.violations).toMatchObject([{ code, rule: "RFC 8460 §3" }]);
  });
});
