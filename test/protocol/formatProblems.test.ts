import fc from "fast-check";
import { formatProblems, problemOf, showValue } from "../../src/protocol";

const fault = { code: "mx-port", rule: "no port (RFC 8461 §3.2)", remedy: "Remove it." };

describe("formatProblems", () => {
  test("lists path, value, code, rule and remedy of every problem under the heading", () => {
    const problems = [
      problemOf("policy.mx[0]", "mx1.example.com:25", fault),
      problemOf("ttl", undefined, { code: "ttl-integer", rule: "whole seconds (RFC 2181 §8)", remedy: "Give 300." }),
    ];
    expect(formatProblems(problems, 'MtaSts "example" has 2 problems')).toBe(
      [
        'MtaSts "example" has 2 problems',
        "",
        '  policy.mx[0]: "mx1.example.com:25" (mx-port)',
        "    rule:   no port (RFC 8461 §3.2)",
        "    remedy: Remove it.",
        "",
        "  ttl: undefined (ttl-integer)",
        "    rule:   whole seconds (RFC 2181 §8)",
        "    remedy: Give 300.",
      ].join("\n"),
    );
  });

  test("counts what is beyond fifty problems", () => {
    const many = Array.from({ length: 53 }, (_, index) => problemOf(`policy.mx[${index}]`, "", fault));
    const message = formatProblems(many, "refused");
    expect(message).toContain("policy.mx[49]");
    expect(message).not.toContain("policy.mx[50]");
    expect(message).toMatch(/… and 3 more$/);
  });
});

describe("showValue", () => {
  test.each<[unknown, string]>([
    ["mx1.example.com", '"mx1.example.com"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ["a\r\n\u0007b", '"a\\r\\n\\u0007b"'],
    ["\u007f\u0085\u009b", '"\\u007f\\u0085\\u009b"'],
    ["\u202Egnp", '"\\u202egnp"'],
    ["a\u200Bb\u00ADc\uFEFF\u00A0\u2028", '"a\\u200bb\\u00adc\\ufeff\\u00a0\\u2028"'],
    ["\uD800", '"\\ud800"'],
    ["bücher 例え 😀", '"bücher 例え 😀"'],
    ["\u{E0041}", '"\\udb40\\udc41"'],
    ["x".repeat(80), `"${"x".repeat(80)}"`],
    ["x".repeat(81), `"${"x".repeat(80)}…" (81 characters)`],
    [`${"x".repeat(79)}😀`, `"${"x".repeat(79)}…" (81 characters)`],
    [undefined, "undefined"],
    [null, "null"],
    [NaN, "NaN"],
    [-0, "-0"],
    [1.5, "1.5"],
    [true, "true"],
    [10n, "10n"],
    [10n ** 100n, "a very large bigint"],
    [Symbol("x"), "a symbol"],
    [() => 1, "a function"],
    [["a", "b"], "a list of 2"],
    [{ toJSON: () => "x" }, "an object"],
  ])("shows %p as %s", (value, expected) => {
    expect(showValue(value)).toBe(expected);
  });

  test("shows anything in one line of bounded length without invisible characters", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 500 }), fc.anything()), (value) => {
        const shown = showValue(value);
        expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(shown.length).toBeLessThan(80 * 6 + 40);
      }),
    );
  });

  test("lets a string be read back from what is shown", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (value) => {
        expect(JSON.parse(showValue(value))).toBe(value);
      }),
    );
  });
});
