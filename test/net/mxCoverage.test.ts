import { mxCoverage, type MxAnswer, type MxCoverage } from "../../src/net/mxCoverage";

const enforce = { mode: "enforce", mx: ["mx1.example.com", "*.example.net"] } as const;
const hosts = (...names: string[]): MxAnswer => ({ kind: "hosts", hosts: names.map((host) => ({ host })) });

test.each<[string, { mode: "enforce" | "testing" | "none"; mx: readonly string[] }, MxAnswer, MxCoverage]>([
  [
    "every host matches",
    enforce,
    hosts("mx1.example.com", "a.example.net"),
    { state: "covered", hosts: ["mx1.example.com", "a.example.net"] },
  ],
  [
    "one host does not, and a wildcard is one label",
    enforce,
    hosts("mx1.example.com", "a.b.example.net"),
    { state: "uncovered", hosts: ["a.b.example.net"], implicit: false },
  ],
  [
    "without MX records the domain is its own host",
    enforce,
    { kind: "implicit", hosts: [{ host: "example.com" }] },
    { state: "uncovered", hosts: ["example.com"], implicit: true },
  ],
  [
    "names that prove ownership do not count",
    enforce,
    hosts("mx1.example.com", "abc.mx-verification.google.com", "ms1.invalid"),
    { state: "covered", hosts: ["mx1.example.com"] },
  ],
  [
    "nothing but proof of ownership is no host",
    enforce,
    hosts("ms1.invalid"),
    { state: "nothingToCover", why: "there is no live MX host" },
  ],
  ["a null MX", enforce, { kind: "null" }, { state: "nullMx" }],
  ["no such domain", enforce, { kind: "absent", reason: "gone" }, { state: "absent", reason: "gone" }],
  ["a failed look-up", enforce, { kind: "failed", reason: "SERVFAIL" }, { state: "unknown", reason: "SERVFAIL" }],
  [
    "nobody looked",
    enforce,
    { kind: "notAsked" },
    { state: "nothingToCover", why: "the live MX hosts were not looked up" },
  ],
  [
    "mode none, whatever is live",
    { mode: "none", mx: [] },
    hosts("mx9.example.org"),
    { state: "nothingToCover", why: "no policy asks anything of the MX hosts" },
  ],
])("%s", (_name, policy, live, expected) => {
  expect(mxCoverage(policy, live)).toEqual(expected);
});
