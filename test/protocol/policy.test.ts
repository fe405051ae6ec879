import fc from "fast-check";
import { formatProblems, parsePolicyInput, parseRevision, renderPolicy, type Policy } from "../../src/protocol";
import { policyInput, readPolicy, respellList } from "./arbitraries";

const mx = ["mx1.example.com"];

const problemsOf = (input: unknown): string[] => {
  const read = parsePolicyInput(input as { mode: unknown }, "policy");
  return read.ok ? [] : read.problems.map(({ path, code }) => `${path} ${code}`);
};

describe("parsePolicyInput", () => {
  test("sorts the patterns, brings them to one form, counts each once, and applies the default max_age", () => {
    const list = [
      "mx2.example.com",
      "MX1.example.com.",
      "*.bücher.example",
      "mx1.example.com",
      "*.xn--bcher-kva.example",
    ];
    expect(readPolicy({ mode: "testing", mx: list })).toEqual({
      mode: "testing",
      mx: ["*.xn--bcher-kva.example", "mx1.example.com", "mx2.example.com"],
      maxAge: 604800,
    });
  });

  test.each<[{ mode: unknown; mx?: unknown; maxAge?: unknown; revision?: unknown }, Policy]>([
    [{ mode: "none" }, { mode: "none", mx: [], maxAge: 86400 }],
    [
      { mode: "none", mx: [] },
      { mode: "none", mx: [], maxAge: 86400 },
    ],
    [
      { mode: "none", mx },
      { mode: "none", mx, maxAge: 86400 },
    ],
    [
      { mode: "enforce", mx },
      { mode: "enforce", mx, maxAge: 604800 },
    ],
    [
      { mode: "enforce", mx, maxAge: 0 },
      { mode: "enforce", mx, maxAge: 0 },
    ],
    [
      { mode: "enforce", mx, maxAge: -0 },
      { mode: "enforce", mx, maxAge: 0 },
    ],
    [
      { mode: "enforce", mx, maxAge: 31557600 },
      { mode: "enforce", mx, maxAge: 31557600 },
    ],
    [
      { mode: "testing", mx, revision: 0 },
      { mode: "testing", mx, maxAge: 604800 },
    ],
    [
      { mode: "testing", mx, revision: 7 },
      { mode: "testing", mx, maxAge: 604800 },
    ],
  ])("reads %j", (input, expected) => {
    expect(parsePolicyInput(input, "policy")).toEqual({ ok: true, value: expected });
  });

  test.each<[unknown, string[]]>([
    [{ mode: "testing" }, ["policy.mx mx-empty"]],
    [{ mode: "enforce", mx: [] }, ["policy.mx mx-empty"]],
    [{ mode: "enforce", mx: null }, ["policy.mx mx-empty"]],
    [{ mode: "Enforce", mx }, ["policy.mode mode-unknown"]],
    [{ mode: "report", mx: [] }, ["policy.mode mode-unknown"]],
    [{ mode: undefined, mx }, ["policy.mode mode-unknown"]],
    [{ mode: ["enforce"], mx }, ["policy.mode mode-unknown"]],
    [{ mode: "__proto__", mx }, ["policy.mode mode-unknown"]],
    [{ mode: "testing", mx: "mx1.example.com" }, ["policy.mx mx-list"]],
    [{ mode: "testing", mx: { length: 1, 0: "mx1.example.com" } }, ["policy.mx mx-list"]],
    [{ mode: "none", mx: ["mx1"] }, ["policy.mx[0] mx-single-label"]],
    [{ mode: "testing", mx: [, "mx1.example.com"] }, ["policy.mx[0] mx-type"]], // eslint-disable-line no-sparse-arrays
    [{ mode: "testing", mx, maxAge: -1 }, ["policy.maxAge max-age-range"]],
    [{ mode: "testing", mx, maxAge: 31557601 }, ["policy.maxAge max-age-range"]],
    [{ mode: "testing", mx, maxAge: 604800000 }, ["policy.maxAge max-age-range"]],
    [{ mode: "testing", mx, maxAge: 0.5 }, ["policy.maxAge max-age-integer"]],
    [{ mode: "testing", mx, maxAge: NaN }, ["policy.maxAge max-age-integer"]],
    [{ mode: "testing", mx, maxAge: Infinity }, ["policy.maxAge max-age-integer"]],
    [{ mode: "testing", mx, maxAge: "604800" }, ["policy.maxAge max-age-integer"]],
    [{ mode: "testing", mx, maxAge: null }, ["policy.maxAge max-age-integer"]],
    [{ mode: "testing", mx, maxAge: 604800n }, ["policy.maxAge max-age-integer"]],
    [{ mode: "testing", mx, revision: -1 }, ["policy.revision revision-integer"]],
    [{ mode: "testing", mx, revision: 1.5 }, ["policy.revision revision-integer"]],
    [{ mode: "testing", mx, revision: "1" }, ["policy.revision revision-integer"]],
    [{ mode: "testing", mx, revision: null }, ["policy.revision revision-integer"]],
    [{ mode: "testing", mx, revision: 2 ** 53 }, ["policy.revision revision-integer"]],
    [
      { mode: "off", mx: ["192.0.2.1", "ok.example.com", "mx:25"], maxAge: 1.5, revision: -1 },
      [
        "policy.mode mode-unknown",
        "policy.mx[0] mx-ip-address",
        "policy.mx[2] mx-port",
        "policy.maxAge max-age-integer",
        "policy.revision revision-integer",
      ],
    ],
  ])("refuses %j, naming each problem", (input, expected) => {
    expect(problemsOf(input)).toEqual(expected);
  });

  test("refuses a policy that senders need not read to its end", () => {
    const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `mx${index}.example.com`);
    expect(problemsOf({ mode: "testing", mx: many(2500) })).toEqual([]);
    expect(problemsOf({ mode: "testing", mx: many(4000) })).toEqual(["policy.mx policy-size"]);
    expect(problemsOf({ mode: "testing", mx: new Array(10_000_000) })).toEqual(["policy.mx policy-size"]);
  });

  test("names the inputs from the root if the path is empty", () => {
    const read = parsePolicyInput({ mode: "testing", mx: ["mx1"] }, "");
    expect(read.ok ? [] : read.problems.map(({ path }) => path)).toEqual(["mx[0]"]);
  });

  test("never throws, and reads what it gives as the same", () => {
    fc.assert(
      fc.property(
        fc.record({ mode: fc.anything(), mx: fc.anything(), maxAge: fc.anything(), revision: fc.anything() }),
        (input) => {
          const read = parsePolicyInput(input, "policy");
          if (read.ok) expect(parsePolicyInput(read.value, "policy")).toEqual(read);
          else expect(formatProblems(read.problems, "refused")).toContain("remedy:");
        },
      ),
    );
  });

  test("gives the same policy for every spelling and order of the patterns", () => {
    const spelled = policyInput.chain((input) => fc.tuple(fc.constant(input), respellList(input.mx)));
    fc.assert(
      fc.property(spelled, ([input, list]) => {
        expect(readPolicy({ ...input, mx: list })).toEqual(readPolicy(input));
      }),
    );
  });
});

describe("renderPolicy", () => {
  test("writes version, mode, sorted mx and max_age, each line ended by CRLF and nothing after", () => {
    const policy = readPolicy({ mode: "enforce", mx: ["mx2.example.com", "mx1.example.com", "*.example.net"] });
    expect(renderPolicy(policy)).toBe(
      "version: STSv1\r\nmode: enforce\r\nmx: *.example.net\r\nmx: mx1.example.com\r\nmx: mx2.example.com\r\nmax_age: 604800\r\n",
    );
  });

  test("writes a policy for a domain without mail", () => {
    expect(renderPolicy(readPolicy({ mode: "none" }))).toBe("version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n");
  });

  test.each<[string, unknown]>([
    ["an mx that would add a line", { mode: "enforce", mx: ["a.example\r\nmode: none"], maxAge: 1 }],
    ["upper case", { mode: "enforce", mx: ["MX.example.com"], maxAge: 1 }],
    ["a trailing dot", { mode: "enforce", mx: ["mx.example.com."], maxAge: 1 }],
    ["Unicode", { mode: "enforce", mx: ["bücher.example"], maxAge: 1 }],
    ["disorder", { mode: "enforce", mx: ["b.example.com", "a.example.com"], maxAge: 1 }],
    ["a repetition", { mode: "enforce", mx: ["a.example.com", "a.example.com"], maxAge: 1 }],
    ["no mx", { mode: "enforce", mx: [], maxAge: 1 }],
    ["another mode", { mode: "off", mx: ["a.example.com"], maxAge: 1 }],
    ["a fraction", { mode: "enforce", mx: ["a.example.com"], maxAge: 1.5 }],
    ["a max_age over the limit", { mode: "enforce", mx: ["a.example.com"], maxAge: 31557601 }],
    ["a negative max_age", { mode: "enforce", mx: ["a.example.com"], maxAge: -1 }],
  ])("refuses to write what is not in normal form: %s", (_, policy) => {
    expect(() => renderPolicy(policy as Policy)).toThrow(TypeError);
  });
});

test("parseRevision tells an absent revision from 0", () => {
  expect(parseRevision(undefined, "policy.revision")).toEqual({ ok: true, value: undefined });
  expect(parseRevision(-0, "policy.revision")).toEqual({ ok: true, value: 0 });
});
