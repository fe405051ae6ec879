import fc from "fast-check";
import { parseRua, parseRuaList } from "../../src/protocol";

const codesOf = (value: unknown): string[] => {
  const read = parseRua(value, "rua");
  return read.ok ? [] : read.problems.map(({ code }) => code);
};

describe("parseRua", () => {
  test.each([
    ["mailto:tls-reports@example.com", "mailto:tls-reports@example.com"],
    ["MailTo:TLS.Reports+1@Example.COM", "mailto:TLS.Reports+1@example.com"],
    ["mailto:a@example.com.", "mailto:a@example.com"],
    ["mailto:o'neil=x/y@example.com", "mailto:o'neil=x/y@example.com"],
    ["mailto:a!b@example.com", "mailto:a%21b@example.com"],
    ["mailto:a@example.com?subject=a,b;c", "mailto:a@example.com?subject=a%2Cb%3Bc"],
    ["mailto:%22a%20b%22@example.com", "mailto:%22a%20b%22@example.com"],
    ["mailto:%22a,b;c%22@example.com", "mailto:%22a%2Cb%3Bc%22@example.com"],
    ["mailto:gr%C3%BC%C3%9Fe@xn--bcher-kva.example", "mailto:gr%C3%BC%C3%9Fe@xn--bcher-kva.example"],
    ["https://reports.example.com", "https://reports.example.com"],
    ["HTTPS://Reports.Example.com:8443/V1/a?b=c", "https://reports.example.com:8443/V1/a?b=c"],
    ["https://r.example.com/a,b;c!d?e=f,g", "https://r.example.com/a%2Cb%3Bc%21d?e=f%2Cg"],
    ["https://r.example.com/%2c", "https://r.example.com/%2c"],
    ["https://r.example.com?x=https://y.example/", "https://r.example.com?x=https://y.example/"],
    ["https://192.0.2.1/x", "https://192.0.2.1/x"],
    ["https://[2001:DB8::1]:8443/x", "https://[2001:db8::1]:8443/x"],
  ])("reads %j as %j", (value, expected) => {
    expect(parseRua(value, "rua")).toEqual({ ok: true, value: expected });
  });

  test.each<[unknown, string[]]>([
    [undefined, ["rua-type"]],
    [["mailto:a@example.com"], ["rua-type"]],
    ["", ["rua-empty"]],
    [" \t", ["rua-empty"]],
    ["tls-reports@example.com", ["rua-scheme-missing"]],
    ["//r.example.com/x", ["rua-scheme-missing"]],
    ["r.example.com/x", ["rua-scheme-missing"]],
    ["r.example.com:443/x", ["rua-scheme"]],
    ["ftp://r.example.com/x", ["rua-scheme"]],
    ["javascript:alert(1)", ["rua-scheme"]],
    ["http://r.example.com/x", ["rua-http"]],
    ["HTTP://r.example.com/x", ["rua-http"]],
    ["http://r.example.com/a b", ["rua-http", "rua-character"]],
    [" mailto:a@example.com", ["rua-scheme-missing", "rua-character"]],
    ["mailto: a@example.com", ["rua-character"]],
    ["mailto:a@example.com ", ["rua-character"]],
    ["mailto:a@example.com\r\n", ["rua-character"]],
    ["mailto:<a@example.com>", ["rua-character"]],
    ['mailto:"a b"@example.com', ["rua-character"]],
    ["mailto:a@bücher.example", ["rua-character"]],
    ["https://r.example.com/\u0000", ["rua-character"]],
    ["https://r.example.com/a\\b", ["rua-character"]],
    ["https://r.example.com/{id}", ["rua-character"]],
    ["https://r.example.com/`|^", ["rua-character"]],
    ["https://r.example.com/[x]", ["rua-character"]],
    ["https://r.example.com/\uD800", ["rua-character"]],
    ["mailto:a@example.com?x=[y]", ["rua-character"]],
    ["https://r.example.com/100%", ["rua-percent"]],
    ["https://r.example.com/%zz", ["rua-percent"]],
    ["https://r.example.com/#top", ["rua-fragment"]],
    ["mailto:a#b@example.com", ["rua-fragment"]],
    ["mailto:", ["rua-address"]],
    ["mailto:tls-reports", ["rua-address"]],
    ["mailto:@example.com", ["rua-address"]],
    ["mailto:a@", ["rua-address"]],
    ["mailto:?to=a@example.com", ["rua-address"]],
    ["mailto://a@example.com", ["rua-address"]],
    ["mailto:a..b@example.com", ["rua-address"]],
    ["mailto:.a@example.com", ["rua-address"]],
    ["mailto:a%20b@example.com", ["rua-address"]],
    ["mailto:a%0D%0Ab@example.com", ["rua-address"]],
    ["mailto:a%FFb@example.com", ["rua-address"]],
    ["mailto:a,b@example.com", ["rua-address"]],
    ["mailto:a%40b@example.com", ["rua-address"]],
    ["mailto:a@example.com!10m", ["rua-address"]],
    ["mailto:a@example.com,b@example.com", ["rua-address"]],
    [`mailto:${"a".repeat(65)}@example.com`, ["rua-address"]],
    ["mailto:a@example.com,mailto:b@example.com", ["rua-several"]],
    ["mailto:a@example.com, https://r.example.com", ["rua-several"]],
    ["mailto:a@localhost", ["rua-host-single-label"]],
    ["mailto:a@192.0.2.1", ["rua-host-ip-address"]],
    ["mailto:a@ex_ample.com", ["rua-host-underscore"]],
    ["mailto:a@ex%61mple.com", ["rua-host-character"]],
    ["https:", ["rua-host"]],
    ["https:/", ["rua-host"]],
    ["https://", ["rua-host"]],
    ["https:///path", ["rua-host"]],
    ["https://?x", ["rua-host"]],
    ["https://:443/", ["rua-host"]],
    ["https:r.example.com/x", ["rua-host"]],
    ["https://user:secret@r.example.com/", ["rua-userinfo"]],
    ["https://r.example.com:/", ["rua-port"]],
    ["https://r.example.com:0/", ["rua-port"]],
    ["https://r.example.com:65536/", ["rua-port"]],
    ["https://r.example.com:https/", ["rua-port"]],
    ["https://r.example.com:443:443/", ["rua-port"]],
    ["https://localhost/", ["rua-host-single-label"]],
    ["https://*.example.com/", ["rua-host-wildcard"]],
    ["https://0x7f.1/", ["rua-host-ip-address"]],
    ["https://256.0.0.1/", ["rua-host-ip-address"]],
    ["https://[::1/", ["rua-port"]],
    ["https://[::g]/", ["rua-host-ip-address"]],
    ["https://ex%61mple.com/", ["rua-host-character"]],
    ["https://r..example.com/", ["rua-host-empty-label"]],
  ])("refuses %j for %j", (value, codes) => {
    expect(codesOf(value)).toEqual(codes);
  });

  test("never throws; what it gives is safe in the record and read as itself", () => {
    const near = fc
      .tuple(
        fc.constantFrom("mailto:", "https://", "mailto:a@", "https://r.example.com/", ""),
        fc.string({ unit: "binary" }),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        fc.oneof(
          near,
          fc.webUrl({ validSchemes: ["https"], withQueryParameters: true }),
          fc.emailAddress().map((mail) => `mailto:${mail}`),
          fc.anything(),
        ),
        (value) => {
          const read = parseRua(value, "rua");
          if (!read.ok) return;
          expect(read.value).toMatch(/^(?:mailto:|https:\/\/)[\x21-\x7E]+$/);
          expect(read.value).not.toMatch(/[,;!\s"<>]/);
          expect(parseRua(read.value, "rua")).toEqual(read);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("takes ordinary mail addresses and web addresses", () => {
    const mail = fc
      .tuple(fc.stringMatching(/^[a-z0-9+_-]{1,20}$/), fc.domain())
      .map((parts) => `mailto:${parts.join("@")}`);
    fc.assert(
      fc.property(fc.oneof(mail, fc.webUrl({ validSchemes: ["https"] })), (value) => {
        expect(codesOf(value)).toEqual([]);
      }),
    );
  });
});

describe("parseRuaList", () => {
  test("keeps the order and counts an address once", () => {
    const list = ["https://r.example.com/", "mailto:b@example.com", "MAILTO:b@EXAMPLE.com", "mailto:a@example.com"];
    expect(parseRuaList(list, "tlsReporting.rua")).toEqual({
      ok: true,
      value: ["https://r.example.com/", "mailto:b@example.com", "mailto:a@example.com"],
    });
  });

  test.each<[unknown, string[]]>([
    [[], ["tlsReporting.rua rua-missing"]],
    [undefined, ["tlsReporting.rua rua-missing"]],
    ["mailto:a@example.com", ["tlsReporting.rua rua-list"]],
    [null, ["tlsReporting.rua rua-list"]],
    [
      ["a@example.com", "mailto:a@example.com", "http://r.example.com"],
      ["tlsReporting.rua[0] rua-scheme-missing", "tlsReporting.rua[2] rua-http"],
    ],
  ])("refuses %p", (values, expected) => {
    const read = parseRuaList(values, "tlsReporting.rua");
    expect(read.ok ? [] : read.problems.map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
  });

  test("refuses more than a TXT record can hold", () => {
    const codes = (values: unknown): string[] => {
      const read = parseRuaList(values, "rua");
      return read.ok ? [] : read.problems.map(({ code }) => code);
    };
    expect(codes([`https://r.example.com/${"x".repeat(60000)}`])).toEqual([]);
    expect(codes([`https://r.example.com/${"x".repeat(65000)}`])).toEqual(["rua-size"]);
    expect(codes(new Array(10_000_000))).toEqual(["rua-size"]);
  });
});
