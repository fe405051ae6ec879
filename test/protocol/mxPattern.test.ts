import fc from "fast-check";
import {
  deadPatterns,
  isCovered,
  mxMatches,
  parseMxPattern,
  parsePolicyInput,
  policyAdvice,
  uncoveredHosts,
} from "../../src/protocol";
import { host, label, mxPattern, respell } from "./arbitraries";

describe("parseMxPattern", () => {
  test.each([
    ["mx1.example.com", "mx1.example.com"],
    ["MX1.Example.COM.", "mx1.example.com"],
    ["*.Example.com", "*.example.com"],
    ["*.bücher.example.", "*.xn--bcher-kva.example"],
    ["*.mail.protection.outlook.com", "*.mail.protection.outlook.com"],
    ["*.com", "*.com"],
    ["*.１.com", "*.1.com"],
  ])("reads %j as %j", (value, expected) => {
    expect(parseMxPattern(value, "mx")).toEqual({ ok: true, value: expected });
  });

  test.each<[unknown, string[]]>([
    ["*", ["mx-wildcard"]],
    ["*.", ["mx-wildcard"]],
    ["*..", ["mx-wildcard"]],
    ["*.*.example.com", ["mx-wildcard"]],
    ["mx.*.example.com", ["mx-wildcard"]],
    ["mx*.example.com", ["mx-wildcard"]],
    ["*mx.example.com", ["mx-wildcard"]],
    ["example.*", ["mx-wildcard"]],
    ["＊.example.com", ["mx-wildcard"]],
    ["*..example.com", ["mx-empty-label"]],
    ["192.0.2.1", ["mx-ip-address"]],
    ["*.0.2.1", ["mx-ip-address"]],
    ["2001:db8::25", ["mx-ip-address"]],
    ["0x7f.1", ["mx-ip-address"]],
    ["smtp://mx1.example.com", ["mx-url"]],
    ["https://*.example.com", ["mx-url"]],
    ["*.https://example.com", ["mx-url"]],
    ["mx1.example.com:25", ["mx-port"]],
    ["*.example.com:25", ["mx-port"]],
    ["10 mx1.example.com", ["mx-character"]],
    ["mx1.example.com, mx2.example.com", ["mx-character"]],
    ["mx_1.example.com", ["mx-underscore"]],
    ["postmaster@example.com", ["mx-mailbox"]],
    ["mx1", ["mx-single-label"]],
    ["", ["mx-empty"]],
    [".", ["mx-empty"]],
    [25, ["mx-type"]],
    [{ host: "mx1.example.com" }, ["mx-type"]],
  ])("refuses %j for %j", (value, codes) => {
    const read = parseMxPattern(value, "policy.mx[0]");
    expect(read.ok ? [] : read.problems.map(({ code }) => code)).toEqual(codes);
  });

  test("gives one normal form for every spelling", () => {
    fc.assert(
      fc.property(
        mxPattern.chain((one) => fc.tuple(fc.constant(one), respell(one))),
        ([pattern, spelling]) => {
          expect(parseMxPattern(spelling, "mx")).toEqual({ ok: true, value: pattern });
        },
      ),
    );
  });

  test("never throws, and its result is read as itself", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.anything()), fc.constantFrom("", "*."), (value, start) => {
        const read = parseMxPattern(typeof value === "string" ? start + value : value, "mx");
        if (read.ok) expect(parseMxPattern(read.value, "mx")).toEqual(read);
      }),
    );
  });
});

describe("mxMatches", () => {
  test.each([
    ["mx1.example.com", "mx1.example.com", true],
    ["mx1.example.com", "MX1.EXAMPLE.com.", true],
    ["MX1.example.com.", "mx1.example.com", true],
    ["mx1.example.com", "mx2.example.com", false],
    ["example.com", "mx1.example.com", false],
    ["*.example.com", "mx1.example.com", true],
    ["*.example.com", "Mx1.Example.Com.", true],
    ["*.example.com", "example.com", false],
    ["*.example.com", "foo.bar.example.com", false],
    ["*.example.com", ".example.com", false],
    ["*.example.com", "mx1.notexample.com", false],
    ["*.example.com", "mx1example.com", false],
    ["*.example.com", "*.example.com", false],
    ["*.bücher.example", "mx.xn--bcher-kva.example", true],
    ["bücher.example", "xn--bcher-kva.example", true],
    ["*.com", "example.com", true],
    ["*.com", "mx.example.com", false],
    ["mx1.*.com", "mx1.example.com", false],
    ["*", "com", false],
    ["*", "*", false],
    ["", "", false],
    [".", ".", false],
    ["xn--9ca.com", "é.com/x", false],
  ])("%j against %j is %j", (pattern, name, expected) => {
    expect(mxMatches(pattern, name)).toBe(expected);
  });

  test("a wildcard matches one label in front of its name, and neither none nor two", () => {
    fc.assert(
      fc.property(host, label, label, (name, one, two) => {
        expect(mxMatches(`*.${name}`, `${one}.${name}`)).toBe(true);
        expect(mxMatches(`*.${name}`, name)).toBe(false);
        expect(mxMatches(`*.${name}`, `${two}.${one}.${name}`)).toBe(false);
      }),
    );
  });
});

describe("uncoveredHosts and deadPatterns", () => {
  const hosts = ["MX1.example.com.", "mx.backup.example", "mx9.example.net"];
  const patterns = ["mx1.example.com", "*.backup.example", "old.example.org"];

  test("name the hosts without a pattern and the patterns without a host, as given", () => {
    expect(uncoveredHosts(hosts, patterns)).toEqual(["mx9.example.net"]);
    expect(deadPatterns(patterns, hosts)).toEqual(["old.example.org"]);
    expect(isCovered("mx9.example.net", patterns)).toBe(false);
    expect(isCovered("a.backup.example", patterns)).toBe(true);
  });

  test("agree with matching each pattern against each host", () => {
    const names = fc.array(host, { maxLength: 6 });
    fc.assert(
      fc.property(names, fc.array(mxPattern, { maxLength: 6 }), names, (some, others, shared) => {
        const mx = [...some, ...shared];
        const list = [
          ...others,
          ...shared,
          ...some.slice(0, 1).map((name) => `*.${name.split(".").slice(1).join(".")}`),
        ];
        expect(uncoveredHosts(mx, list)).toEqual(mx.filter((one) => !list.some((pattern) => mxMatches(pattern, one))));
        expect(deadPatterns(list, mx)).toEqual(list.filter((pattern) => !mx.some((one) => mxMatches(pattern, one))));
      }),
    );
  });

  test("take time in proportion to hosts and patterns, not to their product", () => {
    const many = Array.from({ length: 50_000 }, (_, index) => `mx${index}.example.com`);
    expect(uncoveredHosts(many, many)).toEqual([]);
    expect(deadPatterns(many, many)).toEqual([]);
  });
});

test("a wildcard over a top-level domain is allowed and advised against", () => {
  const read = parsePolicyInput({ mode: "testing", mx: ["*.com", "mx1.example.com"] }, "policy");
  if (!read.ok) throw new Error("refused");
  expect(policyAdvice(read.value, "policy")).toEqual([
    {
      path: "policy.mx",
      value: '"*.com"',
      code: "mx-wide-wildcard",
      rule: "The mx *.com lets any host under a top-level domain receive the mail (RFC 8461 §10.4)",
      remedy: "Name the hosts exactly.",
    },
  ]);
});
