import fc from "fast-check";
import { MAX_AGE_LIMIT, MtaStsMode, parsePolicyInput, type Policy } from "../../src/protocol";

const LETTERS = Array.from("abcdefghijklmnopqrstuvwxyz");
const DIGITS = Array.from("0123456789");

/** A label of letters, digits and inner hyphens, never one that claims to be an A-label. */
export const label: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...LETTERS),
    fc.string({ unit: fc.constantFrom(...LETTERS, ...DIGITS, "-"), maxLength: 12 }),
    fc.constantFrom(...LETTERS, ...DIGITS),
  )
  .map((parts) => parts.join(""))
  .filter((text) => !text.startsWith("xn--"));

/** Pairs of one label as Unicode and as A-label. */
export const idnLabels: readonly (readonly [string, string])[] = [
  ["bücher", "xn--bcher-kva"],
  ["faß", "xn--fa-hia"],
  ["пример", "xn--e1afmkfd"],
  ["例え", "xn--r8jz45g"],
  ["☃", "xn--n3h"],
  ["مثال", "xn--mgbh0fb"],
];

export const host: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: label },
      { weight: 1, arbitrary: fc.constantFrom(...idnLabels.map(([, a]) => a)) },
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .chain((labels) => fc.constantFrom(...["com", "example", "org"].map((top) => [...labels, top].join("."))));

export const mxPattern: fc.Arbitrary<string> = fc
  .tuple(fc.boolean(), host)
  .map(([wild, name]) => (wild ? `*.${name}` : name));

export const maxAge: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 1, 86400, 604800, MAX_AGE_LIMIT),
  fc.integer({ min: 0, max: MAX_AGE_LIMIT }),
);

export interface PlainPolicyInput {
  mode: MtaStsMode;
  mx: string[];
  maxAge: number;
}

export const policyInput: fc.Arbitrary<PlainPolicyInput> = fc.oneof(
  fc.record({
    mode: fc.constantFrom<MtaStsMode>("testing", "enforce"),
    mx: fc.array(mxPattern, { minLength: 1, maxLength: 6 }),
    maxAge,
  }),
  fc.record({ mode: fc.constant<MtaStsMode>("none"), mx: fc.array(mxPattern, { maxLength: 3 }), maxAge }),
);

export function readPolicy(input: { mode: unknown; mx?: unknown; maxAge?: unknown; revision?: unknown }): Policy {
  const read = parsePolicyInput(input, "policy");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

export const policy: fc.Arbitrary<Policy> = policyInput.map(readPolicy);

export const revision: fc.Arbitrary<number | undefined> = fc.option(
  fc.oneof(fc.integer({ min: 0, max: 12 }), fc.maxSafeNat()),
  { nil: undefined },
);

/** Another spelling of a pattern: case, trailing dot, Unicode for A-labels. */
export function respell(pattern: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.boolean(), fc.boolean(), fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }))
    .map(([dot, unicode, upper]) => {
      const labels = pattern.split(".").map((one) => {
        const pair = unicode ? idnLabels.find(([, ascii]) => ascii === one) : undefined;
        return pair ? pair[0] : one;
      });
      // Upper case of ß and of a snowman would be other letters or none: only ASCII is recased.
      const recased = labels.map((one, index) => (upper[index % 8] && /^[\w*-]+$/.test(one) ? one.toUpperCase() : one));
      return recased.join(".") + (dot ? "." : "");
    });
}

/** The same list in another order, other spellings and with repetitions. */
export function respellList(patterns: readonly string[]): fc.Arbitrary<string[]> {
  if (patterns.length === 0) return fc.constant([]);
  return fc
    .tuple(fc.subarray([...patterns]), fc.shuffledSubarray([...patterns], { minLength: patterns.length }))
    .chain(([again, all]) => fc.tuple(...[...all, ...again].map(respell)));
}
