import fc from "fast-check";
import { parseDomain, toUnicode } from "../../src/protocol";
import { isDomain } from "../../src/protocol/hostName";
import { host } from "./arbitraries";

const codesOf = (value: unknown): string[] => {
  const read = parseDomain(value, "domain");
  return read.ok ? [] : read.problems.map(({ code }) => code);
};

describe("parseDomain", () => {
  test.each([
    ["example.com", "example.com"],
    ["EXAMPLE.Com", "example.com"],
    ["example.com.", "example.com"],
    ["Bücher.example", "xn--bcher-kva.example"],
    ["BÜCHER.EXAMPLE.", "xn--bcher-kva.example"],
    ["bu\u0308cher.example", "xn--bcher-kva.example"],
    ["XN--BCHER-KVA.example", "xn--bcher-kva.example"],
    ["faß.de", "xn--fa-hia.de"],
    ["例え。jp", "xn--r8jz45g.jp"],
    ["例え.jp。", "xn--r8jz45g.jp"],
    ["ｅｘａｍｐｌｅ.com", "example.com"],
    ["1and1.com", "1and1.com"],
    ["163.com", "163.com"],
    ["a--b.com", "a--b.com"],
    ["a.b.c.d.e.example", "a.b.c.d.e.example"],
    [`${"a".repeat(63)}.com`, `${"a".repeat(63)}.com`],
  ])("reads %j as %j", (value, expected) => {
    expect(parseDomain(value, "domain")).toEqual({ ok: true, value: expected });
  });

  test.each<[unknown, string[]]>([
    ["", ["domain-empty"]],
    [".", ["domain-empty"]],
    ["com", ["domain-single-label"]],
    ["localhost.", ["domain-single-label"]],
    ["https://example.com", ["domain-url"]],
    ["//example.com", ["domain-url"]],
    ["example.com/mail", ["domain-url"]],
    ["example.com?x", ["domain-url"]],
    ["example.com#x", ["domain-url"]],
    ["post@example.com", ["domain-mailbox"]],
    ["example.com:443", ["domain-port"]],
    ["bücher.example:443", ["domain-port"]],
    ["192.0.2.1", ["domain-ip-address"]],
    ["192.0.2.1.", ["domain-ip-address"]],
    ["[192.0.2.1]", ["domain-ip-address"]],
    ["0x7f.1", ["domain-ip-address"]],
    ["0x7f.0x", ["domain-ip-address"]],
    ["127.1", ["domain-ip-address"]],
    ["2130706433", ["domain-ip-address"]],
    ["１２７.0.0.1", ["domain-ip-address"]],
    ["example.123", ["domain-ip-address"]],
    ["::1", ["domain-ip-address"]],
    ["2001:db8::1", ["domain-ip-address"]],
    ["[2001:db8::1]", ["domain-ip-address"]],
    ["[2001:db8::1]:25", ["domain-ip-address"]],
    ["*.example.com", ["domain-wildcard"]],
    ["＊.example.com", ["domain-wildcard"]],
    ["_mta-sts.example.com", ["domain-underscore"]],
    ["a_é.example.com", ["domain-underscore"]],
    ["exa mple.com", ["domain-character"]],
    [" example.com", ["domain-character"]],
    ["example.com\n", ["domain-character"]],
    ["exa\tmple.com", ["domain-character"]],
    ["exam\u00ADple.com", ["domain-character"]],
    ["exa\u200Bmple.com", ["domain-character"]],
    ["\uFEFFexample.com", ["domain-character"]],
    ["a%41.com", ["domain-character"]],
    ["é%2e.com", ["domain-character"]],
    ["a.com,b.com", ["domain-character"]],
    ["exam\u0000ple.com", ["domain-character"]],
    ["\uD800.example.com", ["domain-character"]],
    ["a／b.com", ["domain-idn"]],
    ["℀.com", ["domain-idn"]],
    ["％41.com", ["domain-idn"]],
    ["xn--a.com", ["domain-idn"]],
    ["xn--.com", ["domain-idn"]],
    ["a..b.com", ["domain-empty-label"]],
    [".example.com", ["domain-empty-label"]],
    ["example.com..", ["domain-empty-label"]],
    ["-a.com", ["domain-hyphen"]],
    ["a-.com", ["domain-hyphen"]],
    ["example.-", ["domain-hyphen"]],
    [`${"a".repeat(64)}.com`, ["domain-label-length"]],
    [`${"é".repeat(60)}.com`, ["domain-label-length"]],
    ["a".repeat(5_000_000), ["domain-length"]],
    ["_a.-b..com", ["domain-underscore", "domain-hyphen", "domain-empty-label"]],
    [`-a..${"b".repeat(64)}`, ["domain-hyphen", "domain-empty-label", "domain-label-length"]],
    [undefined, ["domain-type"]],
    [null, ["domain-type"]],
    [42, ["domain-type"]],
    [["example.com"], ["domain-type"]],
    [{ toString: () => "example.com" }, ["domain-type"]],
    ["__proto__", ["domain-underscore"]],
    ["constructor", ["domain-single-label"]],
  ])("refuses %j for %j", (value, codes) => {
    expect(codesOf(value)).toEqual(codes);
  });

  test("leaves room for _smtp._tls. in front of the domain", () => {
    const ofLength = (length: number): string => {
      const tail = ".example";
      const body = "a.".repeat(length).slice(0, length - tail.length - 1);
      return `${body.replace(/\.$/, "a")}b${tail}`;
    };
    expect(ofLength(242)).toHaveLength(242);
    expect(codesOf(ofLength(242))).toEqual([]);
    expect(codesOf(ofLength(243))).toEqual(["domain-length"]);
  });

  test("says path, value, rule and remedy", () => {
    expect(parseDomain("https://example.com/", "domain")).toEqual({
      ok: false,
      problems: [
        {
          path: "domain",
          value: '"https://example.com/"',
          code: "domain-url",
          rule: "a domain is a host name, not a URL and without a path (RFC 8461 §1.1)",
          remedy: "Write the host name alone, such as example.com.",
        },
      ],
    });
  });

  test("gives a domain that it reads as the same, and that DNS can hold, whatever it is given", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.webAuthority(), fc.domain(), fc.anything()), (value) => {
        const read = parseDomain(value, "domain");
        if (!read.ok) {
          expect(read.problems.length).toBeGreaterThan(0);
          return;
        }
        expect(isDomain(read.value)).toBe(true);
        expect(read.value).toBe(read.value.toLowerCase());
        expect(parseDomain(read.value, "domain")).toEqual(read);
      }),
    );
  });

  test("changes a name in plain letters only in case and trailing dot", () => {
    fc.assert(
      fc.property(host, fc.constantFrom("", "."), (name, dot) => {
        expect(parseDomain(name.toUpperCase() + dot, "domain")).toEqual({ ok: true, value: name });
      }),
    );
  });
});

describe("toUnicode", () => {
  test.each([
    ["xn--bcher-kva.example", "bücher.example"],
    ["*.xn--bcher-kva.example", "*.bücher.example"],
    ["example.com", "example.com"],
    ["xn--a.com", "xn--a.com"],
    ["example.com/path", "example.com/path"],
    ["a%41.com", "a%41.com"],
    ["", ""],
  ])("shows %j as %j", (name, expected) => {
    expect(toUnicode(name)).toBe(expected);
  });

  test("is undone by parseDomain", () => {
    fc.assert(
      fc.property(host, (name) => {
        expect(parseDomain(toUnicode(name), "domain")).toEqual({ ok: true, value: name });
      }),
    );
  });
});
