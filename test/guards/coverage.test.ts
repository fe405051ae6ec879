import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ExistingCode } from "../../src/rollout/existingRecords";
import type { Rule } from "../../src/rollout/finding";
import { standingRules } from "../../src/rollout/rules/standingRules";
import { guardRules, restoreRule, transitionTable } from "../../src/rollout/transitionTable";

const rules: readonly Rule[] = [
  ...new Set([
    ...Object.values(transitionTable).flatMap((row) => Object.values(row).flat()),
    ...[restoreRule, ...guardRules, ...standingRules],
  ]),
];
const existingCodes: Record<ExistingCode, true> = {
  "record-unknown": true,
  "record-in-other-zone": true,
  "record-exists": true,
  "record-not-recorded": true,
  "record-is-cname": true,
};
const spoken = [
  ...rules.filter(({ decision }) => decision !== "allow").map(({ code }) => code),
  ...Object.keys(existingCodes),
  ...["worker-domain-occupied", "worker-domain-in-the-way"],
];

/** An allowed step has no code in its messages: the test that takes it, in a suite that runs on every pair. */
const allowedSteps: Record<string, string> = {
  "reporting-only": "nothing to say of reports alone",
  "start-testing": "starts a testing period, and says in one line what changes for mail",
  "remove-testing-expired": "lets a testing policy go on the user's word that no sender holds another one",
  "same-policy": "adopts it as it is, by the printed imports, without a step back to testing",
  "same-mode": "waits for the TTL of the MX records before it does, and then looks again",
  "enforce-ready": "says under testing that it is ready, and then enforces",
  "remove-expired": "lets it go after the date, in two deploys, the record first",
  restore: "puts a lost file back without ceremony",
};

/** Refusals and advice that not every pair can meet: the tests that show them where they can be. */
const onSomePairs: Record<string, { why: string; tests: RegExp[] }> = {
  "retire-before-none": {
    why: "a Worker gives no Last-Modified",
    tests: [/^the way out of a policy, on Route 53 /, /^the way out of a policy, on Cloudflare refuses/],
  },
  "record-not-recorded": {
    why: "Route 53 takes the same record again, but for MX records; the host does not matter",
    tests: [/on Cloudflare created and never noted/, /already the same, on Route 53/, /the same host, on Cloudflare/],
  },
  "host-dropped": {
    why: "hosts move in a Cloudflare zone only",
    tests: [/^from CloudFront to a Worker's route.* in one deploy/, /^from a Worker's route to CloudFront/],
  },
  "host-dropped-early": { why: "as above", tests: [/^from CloudFront to a Worker's route.* not hurried/] },
  "host-moved-with-policy": {
    why: "as above",
    tests: [/^from CloudFront to a Worker's route.* with a change of the policy/],
  },
  "worker-domain-occupied": {
    why: "a custom domain is a Worker's",
    tests: [/^what stands in the way of a Worker .*a CNAME/, /^what stands in the way of a Worker .*a proxied record/],
  },
  "worker-domain-in-the-way": { why: "as above", tests: [/^from a Worker's custom domain to CloudFront/] },
};

/** Told without the rule's code: refused as an input, before any rule, or said in every run. */
const words: Record<string, string> = {
  "tls-rpt-removed": "tlsReporting.rua: ",
  "mx-uncovered": "but the policy covers only",
  "mx-unknown": "coverage by the policy is not known",
};

/** The titles of every pair of host and zone. Read, for loading the file takes the SDKs, and five seconds. */
const pairs = [
  ...readFileSync(path.join(__dirname, "support", "guardedDomain.ts"), "utf8").matchAll(/\bzone: "([^"]+)"/g),
].map(([, zone = ""]) => zone);

/** What the engine's users were told, by the name of the test. */
const snapshots = [__dirname, path.dirname(__dirname)].flatMap((folder) => {
  const files = readdirSync(path.join(folder, "__snapshots__")).filter((file) => file.endsWith(".engine.test.ts.snap"));
  return files.flatMap((file) => {
    const shown: Record<string, string> = jest.requireActual(path.join(folder, "__snapshots__", file));
    return Object.entries(shown).map(([test, text]) => ({ test, text }));
  });
});

function isShown(code: string, where: RegExp): boolean {
  const sign = words[code] ?? `(${code})`;
  return snapshots.some(({ test, text }) => where.test(test) && text.includes(sign));
}

/** Titles of suites end with the pair; "on Cloudflare" begins that of the Worker too. */
function titled(zone: string): RegExp {
  return new RegExp(`\\bon ${zone}${zone === "Cloudflare" ? "(?!, on a Worker)" : ""} `);
}

describe("on the real engine", () => {
  const cases = spoken.filter((code) => !(code in onSomePairs));

  it.each(pairs.flatMap((zone) => cases.map((code) => [code, zone])))("%s is shown on %s", (code, zone) => {
    expect(isShown(code, titled(zone))).toBe(true);
  });

  it.each(Object.entries(onSomePairs))("%s is shown where it can be", (code, { tests }) => {
    expect(spoken).toContain(code);
    expect(tests.filter((test) => !isShown(code, test))).toEqual([]);
  });

  it("there are CloudFront in both zones and a Worker", () => {
    expect(pairs).toEqual(["Route 53", "Cloudflare", "Cloudflare, on a Worker"]);
  });

  it("each allowed step is taken on every pair", () => {
    const suites = readdirSync(__dirname).filter((file) => file.endsWith(".engine.test.ts"));
    const sources = suites.map((file) => readFileSync(path.join(__dirname, file), "utf8"));
    const onEveryPair = sources.flatMap((text) => text.split("describe.each(everyPair)").slice(1)).join();
    const allowed = rules.filter(({ decision }) => decision === "allow").map(({ code }) => code);
    expect(Object.keys(allowedSteps).sort()).toEqual([...new Set(allowed)].sort());
    expect(Object.values(allowedSteps).filter((title) => !onEveryPair.includes(`it("${title}"`))).toEqual([]);
  });

  it("no refusal is empty", () => {
    expect(snapshots.filter(({ text }) => text.trim() === '""').map(({ test }) => test)).toEqual([]);
  });
});
