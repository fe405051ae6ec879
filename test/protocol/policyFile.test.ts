import fc from "fast-check";
import { parsePolicyFile, renderPolicy, samePolicy } from "../../src/protocol";
import { policy } from "./arbitraries";

const violationsOf = (text: string | Uint8Array): string[] =>
  parsePolicyFile(text).violations.map(({ code, line }) => (line === undefined ? code : `${line} ${code}`));

/** A file of the given lines, each ended by CRLF. */
const file = (...lines: string[]): string => lines.map((line) => `${line}\r\n`).join("");
const enforce = (...mx: string[]): string =>
  file("version: STSv1", "mode: enforce", ...mx.map((one) => `mx: ${one}`), "max_age: 604800");
const example = { mode: "enforce", mx: ["*.example.net", "backupmx.example.com", "mail.example.com"], maxAge: 604800 };

describe("parsePolicyFile on valid files", () => {
  test.each([
    ["CRLF", "\r\n"],
    ["LF", "\n"],
  ])("reads the example of RFC 8461 §3.2 with %s", (_, end) => {
    const lines = [
      "version: STSv1",
      "mode: enforce",
      "mx: mail.example.com",
      "mx: *.example.net",
      "mx: backupmx.example.com",
      "max_age: 604800",
    ];
    const expected = { policy: example, unknownFields: [], violations: [], advice: [] };
    expect(parsePolicyFile(lines.join(end) + end)).toEqual(expected);
    expect(parsePolicyFile(lines.join(end))).toEqual(expected);
    expect(parsePolicyFile(Buffer.from(lines.join(end)))).toEqual(expected);
  });

  test.each([
    ["any order", "max_age: 1\nmx: a.example\nmode: testing\nversion: STSv1\n"],
    ["mixed line ends", "version: STSv1\r\nmode: testing\nmx: a.example\r\nmax_age: 1\n"],
    ["no space after the colon", "version:STSv1\nmode:testing\nmx:a.example\nmax_age:1\n"],
    [
      "tabs and spaces after the colon and at the end",
      "version:\t STSv1 \nmode:  testing\t\nmx: a.example \t\nmax_age: 1 ",
    ],
    ["upper case in mx", "version: STSv1\nmode: testing\nmx: A.Example\nmax_age: 1\n"],
    ["leading zeros in max_age", "version: STSv1\nmode: testing\nmx: a.example\nmax_age: 0000000001\n"],
  ])("accepts %s", (_, text) => {
    expect(parsePolicyFile(text)).toEqual({
      policy: { mode: "testing", mx: ["a.example"], maxAge: 1 },
      unknownFields: [],
      violations: [],
      advice: [],
    });
  });

  test("needs no mx in mode none, and keeps those given", () => {
    expect(parsePolicyFile("version: STSv1\nmode: none\nmax_age: 0")).toMatchObject({
      policy: { mode: "none", mx: [], maxAge: 0 },
      violations: [],
    });
    expect(parsePolicyFile("version: STSv1\nmode: none\nmx: a.example\nmax_age: 0").policy?.mx).toEqual(["a.example"]);
  });

  test("keeps extension fields with their lines, among them names in other cases and values in UTF-8", () => {
    const read = parsePolicyFile(
      `${enforce("a.example")}x-Note.1_a:  grüße: 例え \t\r\nMode: testing\r\n__proto__x: 1\r\n`,
    );
    expect(read.unknownFields).toEqual([
      { name: "x-Note.1_a", value: "grüße: 例え", line: 5 },
      { name: "Mode", value: "testing", line: 6 },
    ]);
    expect(read.violations.map(({ code }) => code)).toEqual(["field-name"]);
    expect(read.policy?.mode).toBe("enforce");
  });

  test.each([
    ["a repeated mx", enforce("a.example", "A.example"), ["4 mx-duplicate"]],
    ["a wildcard over a top-level domain", enforce("*.com"), ["3 mx-wide-wildcard"]],
    ["an mx of one label", enforce("mx1"), ["3 mx-single-label"]],
  ])("allows %s but says so", (_, text, advice) => {
    const read = parsePolicyFile(text);
    expect(read.violations).toEqual([]);
    expect(read.policy?.mx).toHaveLength(1);
    expect(read.advice.map(({ code, line }) => `${line ?? ""} ${code}`)).toEqual(advice);
  });

  test("reads what renderPolicy writes as the same policy", () => {
    fc.assert(
      fc.property(policy, (one) => {
        const expected = { policy: one, unknownFields: [], violations: [], advice: [] };
        expect(parsePolicyFile(renderPolicy(one))).toEqual(expected);
        expect(parsePolicyFile(Buffer.from(renderPolicy(one)))).toEqual(expected);
      }),
    );
  });
});

describe("parsePolicyFile on files with violations that a lenient sender reads over", () => {
  const good = enforce("a.example");
  const taken = { mode: "enforce", mx: ["a.example"], maxAge: 604800 };

  test.each<[string, string | Uint8Array, string[]]>([
    ["a byte order mark", `\uFEFF${good}`, ["1 bom"]],
    ["a byte order mark in bytes", Buffer.from(`\uFEFF${good}`), ["1 bom"]],
    ["a byte order mark on a later line", `${good}\uFEFFmode: none`, ["5 field-name"]],
    ["a blank line at the end", `${good}\r\n`, ["5 blank-line"]],
    ["a line of spaces at the end", `${good}  `, ["5 blank-line"]],
    ["a blank line at the start", `\r\n${good}`, ["1 blank-line"]],
    ["a blank line between", good.replace("mode", "\r\nmode"), ["2 blank-line"]],
    ["a space before the colon", good.replace("mode:", "mode :"), ["2 space-before-colon"]],
    ["a leading space", good.replace("mode:", " mode:"), ["2 leading-space"]],
    [
      "a leading tab and a space before the colon",
      good.replace("mode:", "\tmode\t:"),
      ["2 leading-space", "2 space-before-colon"],
    ],
    ["bare CRs", good.replaceAll("\r\n", "\r"), ["1 bare-cr", "2 bare-cr", "3 bare-cr", "4 bare-cr"]],
    ["a bare CR at the end", good.slice(0, -1), ["4 bare-cr"]],
    ["CR CR LF", good.replace("mode: enforce\r", "mode: enforce\r\r"), ["2 bare-cr", "3 blank-line"]],
    ["a comment", `# ours\r\n${good}// theirs\r\n;x\r\n`, ["1 comment", "6 comment", "7 comment"]],
    ["a line without colon", `${good}hello\r\n`, ["5 field-syntax"]],
    ["a field without value", `${good}x:\r\n`, ["5 empty-value"]],
    ["a bad field name", `${good}x y: 1\r\n`, ["5 field-name"]],
    ["a field name of 33 characters", `${good}${"x".repeat(33)}: 1\r\n`, ["5 field-name"]],
    ["a control character", `${good}x: a\u0007b\r\n`, ["5 control-character"]],
    ["a tab inside a value", `${good}x: a\tb\r\n`, ["5 control-character"]],
    ["a second version", `${good}version: STSv2\r\n`, ["5 version-duplicate"]],
    ["a second mode", `${good}mode: none\r\n`, ["5 mode-duplicate"]],
    ["a second max_age", `${good}max_age: 1\r\nmax_age: x\r\n`, ["5 max-age-duplicate", "6 max-age-duplicate"]],
    ["an mx with a trailing dot", enforce("a.example."), ["3 mx-trailing-dot"]],
    ["an IP address as mx", enforce("a.example", "192.0.2.1", "::1"), ["4 mx-ip-address", "5 mx-ip-address"]],
    [
      "a port, a URL and a mail address as mx",
      enforce("a.example:25", "smtp://b.example", "c@d.example", "a.example"),
      ["3 mx-port", "4 mx-url", "5 mx-mailbox"],
    ],
    [
      "wildcards elsewhere than as the left-most label",
      enforce("*", "*.*.b.example", "a.*.example", "m*.example", "a.example"),
      ["3 mx-wildcard", "4 mx-wildcard", "5 mx-wildcard", "6 mx-wildcard"],
    ],
    ["several hosts in one mx", enforce("b.example, c.example", "a.example"), ["3 mx-character"]],
    ["an underscore in mx", enforce("a.example", "_b.example"), ["4 mx-underscore"]],
    ["an empty mx", enforce("", "a.example"), ["3 empty-value"]],
    ["bytes that are not UTF-8", Buffer.concat([Buffer.from(good), Buffer.of(0x78, 0x3a, 0xff)]), ["5 utf-8"]],
    ["an overlong encoding", Buffer.concat([Buffer.from(good), Buffer.of(0x78, 0x3a, 0xc0, 0xaf)]), ["5 utf-8"]],
    ["a lone surrogate", `${good}x: \uD800\r\n`, ["5 utf-8"]],
  ])("%s", (_, text, violations) => {
    expect(violationsOf(text)).toEqual(violations);
    expect(parsePolicyFile(text).policy).toEqual(taken);
  });

  test("reads Unicode mx as A-labels", () => {
    const read = parsePolicyFile(enforce("*.Bücher.example."));
    expect(read.policy?.mx).toEqual(["*.xn--bcher-kva.example"]);
    expect(read.violations.map(({ code }) => code)).toEqual(["mx-a-label", "mx-trailing-dot"]);
    expect(read.violations[0]?.message).toContain("*.xn--bcher-kva.example");
  });

  test.each([
    ["31557601", "4 max-age-limit"],
    ["9999999999", "4 max-age-limit"],
    ["00000604800000", "4 max-age-digits"],
    ["00031557600", "4 max-age-digits"],
    ["9".repeat(1000), "4 max-age-digits"],
  ])("takes the max_age %s for the limit or less", (value, violation) => {
    const text = good.replace("604800", value);
    expect(violationsOf(text)).toEqual([violation]);
    expect(parsePolicyFile(text).policy?.maxAge).toBe(31557600);
  });
});

describe("parsePolicyFile on files that are no policy to anybody", () => {
  const good = enforce("a.example");

  test.each<[string, string | Uint8Array, string[]]>([
    ["nothing", "", ["empty-file"]],
    ["only a line end", "\n", ["1 blank-line", "version-missing", "mode-missing", "max-age-missing"]],
    ["HTML", "<!DOCTYPE html>\n<html>", ["html"]],
    ["HTML after blank lines", "\n\n <html>", ["html"]],
    ["XML", '<?xml version="1.0"?><Error/>', ["html"]],
    ["HTML in bytes", Buffer.from("\uFEFF<html>"), ["html"]],
    ["too much", `${good}x: ${"y".repeat(65536)}`, ["file-size"]],
    ["no version", good.replace("version: STSv1\r\n", ""), ["version-missing"]],
    ["no mode", good.replace("mode: enforce\r\n", ""), ["mode-missing"]],
    ["no max_age", good.replace("max_age: 604800\r\n", ""), ["max-age-missing"]],
    ["no mx", enforce(), ["mx-missing"]],
    ["only unusable mx", enforce("192.0.2.1"), ["3 mx-ip-address"]],
    ["another version", good.replace("STSv1", "STSv2"), ["1 version-unknown"]],
    ["a version in other case", good.replace("STSv1", "stsv1"), ["1 version-unknown"]],
    ["an unknown mode", good.replace("enforce", "report"), ["2 mode-unknown"]],
    ["a mode in upper case", good.replace("enforce", "Enforce"), ["2 mode-case"]],
    ["a first mode that is unknown", file("mode: off") + good, ["1 mode-unknown", "3 mode-duplicate"]],
    ["a mode without value", good.replace("enforce", ""), ["2 empty-value"]],
    ["a quoted mode", good.replace("enforce", '"enforce"'), ["2 mode-unknown"]],
    ["a negative max_age", good.replace("604800", "-1"), ["4 max-age-syntax"]],
    ["a max_age with sign", good.replace("604800", "+604800"), ["4 max-age-syntax"]],
    ["a max_age with fraction", good.replace("604800", "604800.0"), ["4 max-age-syntax"]],
    ["a max_age with unit", good.replace("604800", "7d"), ["4 max-age-syntax"]],
    ["a max_age in other digits", good.replace("604800", "٦٠٤٨٠٠"), ["4 max-age-syntax"]],
    [
      "an equals sign for the colon",
      good.replaceAll(":", "="),
      [
        "1 field-syntax",
        "2 field-syntax",
        "3 field-syntax",
        "4 field-syntax",
        "version-missing",
        "mode-missing",
        "max-age-missing",
      ],
    ],
  ])("%s", (_, text, violations) => {
    const read = parsePolicyFile(text);
    expect(violationsOf(text)).toEqual(violations);
    expect(read.policy).toBeUndefined();
  });

  test("points at a name in another case where a field is missing", () => {
    const [violation] = parsePolicyFile(good.replace("mode", "Mode")).violations;
    expect(violation).toEqual({
      code: "mode-missing",
      message: 'The field "mode" is missing; line 2 has "Mode", which is another name: case matters',
      rule: "RFC 8461 §3.2",
    });
  });

  test("quotes hostile values in one line", () => {
    for (const { message } of parsePolicyFile(`mode: \u001b[2J\u009b\r\n\u001b]0;x\u0007: 1\r\nmx: \u202Ex`).violations)
      expect(message).not.toMatch(/\p{C}/u);
  });

  test("lists a hundred violations and counts the rest", () => {
    const { violations } = parsePolicyFile("\n".repeat(65536));
    expect(violations).toHaveLength(101);
    expect(violations[100]).toEqual({ code: "more", message: "… and 65439 more", rule: "RFC 8461 §3.2" });
  });

  // A reader that searches for spaces before the end from every space would take minutes.
  test.each([
    ["spaces", `${" ".repeat(65000)}x`],
    ["spaces in a value", `x: a${" ".repeat(65000)}b`],
    ["spaces before a colon", `x${" ".repeat(65000)}y: b`],
    ["colons", ":".repeat(65536)],
    ["labels", `mx: ${"a.".repeat(32000)}`],
    ["carriage returns", "\r".repeat(65536)],
    ["digits", `max_age: ${"9".repeat(65000)}`],
  ])("reads 64 KB of %s without delay", (_, text) => {
    expect(parsePolicyFile(text).policy).toBeUndefined();
  });
});

describe("samePolicy", () => {
  const base = { mode: "enforce", mx: ["a.example", "b.example"], maxAge: 1 } as const;

  test("compares meaning, not order or repetition", () => {
    const one = { ...base, mx: [...base.mx] };
    expect(samePolicy(one, { ...one, mx: ["b.example", "a.example", "b.example"] })).toBe(true);
    expect(samePolicy(one, { ...one, mx: ["a.example"] })).toBe(false);
    expect(samePolicy(one, { ...one, mx: ["a.example", "c.example"] })).toBe(false);
    expect(samePolicy(one, { ...one, mode: "testing" })).toBe(false);
    expect(samePolicy(one, { ...one, maxAge: 2 })).toBe(false);
  });
});
