import fc from "fast-check";
import { idMatches, isDerivedId, policyId, renderPolicy, samePolicy } from "../../src/protocol";
import { host, maxAge, policy, policyInput, readPolicy, respellList, revision } from "./arbitraries";

const text = "version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n";

describe("policyId", () => {
  // These ids are published in people's DNS: if this test fails, every user's senders fetch again at the next deploy.
  test("stays what it was", () => {
    expect(policyId(text)).toBe("pms1bfc2aebd8f20679dece0ab78eb6a");
    expect(policyId(text, 0)).toBe("pms1c560fb528c33c9ee05997910b028");
    expect(policyId(text, 1)).toBe("pms19d9630dc9f628cf8231a3554378c");
  });

  test("is the same for a text and its bytes", () => {
    expect(policyId(new TextEncoder().encode(text))).toBe(policyId(text));
  });

  test("always has the form that RFC 8461 §3.1 wants, for any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.uint8Array()), revision, (body, number) => {
        const id = policyId(body, number);
        expect(id).toMatch(/^[A-Za-z0-9]{1,32}$/);
        expect(isDerivedId(id)).toBe(true);
      }),
    );
  });

  test("is the same for every spelling and order of the mx list", () => {
    const spelled = policyInput.chain((input) => fc.tuple(fc.constant(input), respellList(input.mx), revision));
    fc.assert(
      fc.property(spelled, ([input, list, number]) => {
        const id = (mx: string[]): string => policyId(renderPolicy(readPolicy({ ...input, mx })), number);
        expect(id(list)).toBe(id(input.mx));
      }),
    );
  });

  test("is the same exactly for policies of the same meaning and revision", () => {
    fc.assert(
      fc.property(policy, policy, revision, revision, (a, b, revisionOfA, revisionOfB) => {
        const same = samePolicy(a, b) && revisionOfA === revisionOfB;
        expect(policyId(renderPolicy(a), revisionOfA) === policyId(renderPolicy(b), revisionOfB)).toBe(same);
        expect(policyId(renderPolicy(a), revisionOfA) === policyId(renderPolicy({ ...a }), revisionOfB)).toBe(
          revisionOfA === revisionOfB,
        );
      }),
    );
  });

  test("changes with mode, max_age, an mx more, an mx less, and the revision", () => {
    const change = fc.tuple(policyInput, host, maxAge, revision, fc.maxSafeNat(), fc.nat());
    fc.assert(
      fc.property(change, ([input, name, otherAge, number, otherNumber, pick]) => {
        const original = readPolicy(input);
        const id = policyId(renderPolicy(original), number);
        const others: string[] = [];
        for (const mode of ["none", "testing", "enforce"] as const)
          if (mode !== original.mode && (mode === "none" || original.mx.length > 0))
            others.push(policyId(renderPolicy({ ...original, mode }), number));
        if (otherAge !== original.maxAge)
          others.push(policyId(renderPolicy({ ...original, maxAge: otherAge }), number));
        if (!original.mx.includes(name))
          others.push(policyId(renderPolicy(readPolicy({ ...original, mx: [...original.mx, name] })), number));
        if (original.mx.length > 1) {
          const gone = pick % original.mx.length;
          others.push(
            policyId(renderPolicy({ ...original, mx: original.mx.filter((_, index) => index !== gone) }), number),
          );
        }
        for (const one of [undefined, 0, 1, otherNumber])
          if (one !== number) others.push(policyId(renderPolicy(original), one));
        expect(others).not.toContain(id);
        expect(others.length).toBeGreaterThan(2);
      }),
    );
  });

  test("does not confuse a revision with a text that ends like one", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.constantFrom("", "\0", "\n"), (body, number, between) => {
        const ids = [
          policyId(body),
          policyId(body, number),
          policyId(`${body}${between}${number}`),
          policyId(body, number + 1),
        ];
        expect(new Set(ids).size).toBe(4);
      }),
    );
    expect(policyId("1\0" + "x")).not.toBe(policyId("x", 1));
  });

  test.each([-1, 0.5, NaN, Infinity, 2 ** 53])("refuses the revision %d", (number) => {
    expect(() => policyId(text, number)).toThrow(RangeError);
  });
});

describe("isDerivedId", () => {
  test.each([
    ["20160831085700Z", false],
    ["pms1", false],
    [`pms1${"0".repeat(28)}`, true],
    [`pms1${"0".repeat(27)}`, false],
    [`pms1${"0".repeat(29)}`, false],
    [`pms1${"F".repeat(28)}`, false],
    [`PMS1${"0".repeat(28)}`, false],
    [`pms1${"0".repeat(28)}\n`, false],
    ["", false],
  ])("%j: %j", (id, expected) => {
    expect(isDerivedId(id)).toBe(expected);
  });
});

describe("idMatches", () => {
  test.each([undefined, 0, 1, 9999])("finds the revision %p", (number) => {
    expect(idMatches(policyId(text, number), text)).toBe(true);
  });

  test("knows no id of another text, of a revision beyond 9999, or of another origin", () => {
    expect(idMatches(policyId(`${text}x`), text)).toBe(false);
    expect(idMatches(policyId(text, 10000), text)).toBe(false);
    expect(idMatches("20160831085700Z", text)).toBe(false);
  });
});
