import type { PolicyAnswer, PolicyFetch } from "../../src/net/policyFetch";
import type { Clock } from "../../src/rollout/clock";
import { awaitPublication, type PublicationGate } from "../../src/rollout/publicationGate";
import { firstDifference } from "../../src/rollout/servedPolicy";

const expected = "version: STSv1\r\nmode: enforce\r\nmx: mx1.example.com\r\nmax_age: 604800\r\n";
const host = "mta-sts.example.com";

const answer: PolicyAnswer = {
  host,
  address: "192.0.2.1:443",
  ms: 20,
  status: 200,
  contentType: "text/plain",
  headers: {},
  bytes: Buffer.from(expected),
  protocol: "TLSv1.3",
  certificate: {
    names: [host],
    issuer: "CN=Test",
    validFrom: new Date("2026-01-01"),
    validTo: new Date("2027-01-01"),
    fingerprint: "00",
  },
};
const good: PolicyFetch = { ...answer, ok: true, kind: "ok" };
const stale: PolicyFetch = { ...good, bytes: Buffer.from(expected.replace("enforce", "testing")) };
const failed = (kind: "status" | "html" | "dns" | "notText", seen: string): PolicyFetch =>
  kind === "dns" ? { ok: false, kind, host, ms: 1, seen } : { ...answer, ok: false, kind, seen };

/** A clock that only moves when somebody sleeps. */
function fakeClock(): Clock & { slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: (milliseconds) => {
      slept.push(milliseconds / 1000);
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

/** Runs the gate over a list of answers; the last one repeats. */
async function run(answers: PolicyFetch[], part: Partial<PublicationGate> = {}) {
  const clock = fakeClock();
  const lines: string[] = [];
  let turn = 0;
  const result = await awaitPublication({
    domain: "example.com",
    expected,
    fetch: () => Promise.resolve(answers[Math.min(turn++, answers.length - 1)]!),
    where: `https://${host}/.well-known/mta-sts.txt at d111.cloudfront.net`,
    steadySeconds: 30,
    limitSeconds: 300,
    clock,
    log: (line) => lines.push(line),
    ...part,
  });
  return { result, lines, clock };
}

describe("awaitPublication", () => {
  test("passes once the policy has been served for 30 seconds without a miss", async () => {
    const { result, lines, clock } = await run([good]);
    expect(result).toEqual({ ok: true, fetches: 7 });
    expect(clock.now()).toBe(30_000);
    expect(lines).toEqual([
      "example.com: the new policy is there; watching it for 30 seconds (0 s of 300 s)",
      "example.com: the new policy has been served for 30 seconds (30 s of 300 s)",
    ]);
  });

  test("watches a Worker for a minute", async () => {
    const { clock } = await run([good], { steadySeconds: 60 });
    expect(clock.now()).toBe(60_000);
  });

  test("begins to count again after a miss", async () => {
    const { result, clock } = await run([good, good, stale, good]);
    expect(result.ok).toBe(true);
    expect(clock.now()).toBe(41_000);
  });

  test("waits longer after each miss, and says what it sees when that changes", async () => {
    const notFound = failed("status", "status 404 (Content-Type text/html), and only 200 is a policy");
    const { lines, clock } = await run([notFound, notFound, notFound, stale, good]);
    expect(clock.slept.slice(0, 4)).toEqual([1, 2, 3, 5]);
    expect(lines.slice(0, 3)).toEqual([
      "example.com: not yet: status 404 (Content-Type text/html), and only 200 is a policy (0 s of 300 s)",
      'example.com: not yet: another policy: line 2 is "mode: testing\\r" instead of "mode: enforce\\r" (6 s of 300 s)',
      "example.com: the new policy is there; watching it for 30 seconds (11 s of 300 s)",
    ]);
  });

  test("repeats itself in the log only every half minute", async () => {
    const { lines } = await run([failed("dns", "mta-sts.example.com does not exist in DNS")], { limitSeconds: 120 });
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines.length).toBeLessThanOrEqual(5);
  });

  test("gives up at the limit, and says what was seen last and what helps", async () => {
    const { result, clock } = await run([stale]);
    expect(clock.now()).toBe(300_000);
    expect(result.ok ? "" : result.message).toMatchInlineSnapshot(`
     "example.com: the new policy is not served steadily, so the _mta-sts record was left as it is and senders keep what they have (RFC 8461 §8.1).
         asked:     https://mta-sts.example.com/.well-known/mta-sts.txt at d111.cloudfront.net, 17 times in 5 minutes
         seen last: another policy: line 2 is "mode: testing\\r" instead of "mode: enforce\\r"
         remedy:    Wait if the host still deploys; otherwise find what caches the old file, or writes another one. Then run \`pulumi up\` again: it goes on from here. To wait longer: rollout.publicationTimeout (seconds, now 300)."
    `);
  });

  test("fails on a policy that comes and goes, even if it is there at the end", async () => {
    const { result } = await run(Array.from({ length: 200 }, (_, index) => (index % 4 === 0 ? stale : good)));
    expect(result.ok).toBe(false);
  });

  test("ends within the limit whatever is served", async () => {
    const { clock, result } = await run([stale, good], { limitSeconds: 7 });
    expect(result.ok).toBe(false);
    expect(clock.now()).toBe(7_000);
  });

  test.each<[string, PolicyFetch, RegExp]>([
    ["a missing name", failed("dns", `${host} does not exist in DNS`), /does not exist in DNS\n.*address record/],
    ["HTML", failed("html", "an HTML page with status 200"), /an HTML page with status 200\n.*another site/],
    ["another media type", failed("notText", "no Content-Type instead of text/plain"), /text\/plain\n.*text\/plain/],
    [
      "a redirect",
      { ...answer, ok: false, kind: "redirect", location: "https://www.example.com/", seen: "status 301, a redirect" },
      /status 301, a redirect\n.*must not follow it \(RFC 8461 §3.3\)/,
    ],
    [
      "a bot challenge",
      { ...answer, ok: false, kind: "botChallenge", service: "AWS WAF", seen: "a bot challenge of AWS WAF" },
      /a bot challenge of AWS WAF\n.*bot protection/,
    ],
    [
      "an expired certificate",
      {
        ok: false,
        host,
        ms: 3,
        kind: "tls",
        reason: "expired",
        problems: [],
        seen: "the certificate expired on 2026-01-01",
      },
      /the certificate expired on 2026-01-01\n.*valid today/,
    ],
  ])("names %s and the remedy", async (_name, fetched, message) => {
    const { result } = await run([fetched], { limitSeconds: 10 });
    expect(result.ok ? "" : result.message).toMatch(message);
  });
});

describe("firstDifference", () => {
  test.each([
    ["a\nb\n", "a\nc\n", 'line 2 is "c" instead of "b"'],
    ["a\r\nb", "a\nb", 'line 1 is "a" instead of "a\\r"'],
    ["a\nb", "a", 'line 2 is missing instead of "b"'],
    ["a\nb", "a\nb\nc", 'line 3 is "c" instead of nothing'],
    ["a", "", "an empty file"],
  ])("of %j and %j: %s", (wanted, served, phrase) => {
    expect(firstDifference(wanted, served)).toBe(phrase);
  });
});
