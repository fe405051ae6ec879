import { evaluateReadiness, type Probe, type Readiness, readReports } from "../../../src/reports";
import { folderOf } from "../support/folder";
import { day, judge, LIVE, MX, NOW } from "../support/judge";
import {
  bytesOf,
  failure,
  googleReport,
  type Json,
  microsoftFetchError,
  microsoftReport,
  type SampleOptions,
} from "../support/samples";

const CLEAN: Probe = { checkedAt: new Date("2026-03-20T12:00:00Z"), clean: true, failures: [], note: "" };

const days = (from: number, to: number): string[] =>
  Array.from({ length: from - to + 1 }, (_, index) => day(from - index));

/** Google and Microsoft, clean, on each of these days. */
function clean(list: readonly string[], options: SampleOptions = {}): Json[] {
  return list.flatMap((at) => [googleReport({ ...options, day: at }), microsoftReport({ ...options, day: at })]);
}

/** A sender that nobody knows. */
function stranger(name: string, options: SampleOptions): Json {
  return googleReport({ contact: `tls@${name}`, organization: name, id: `${name} ${options.day ?? ""}`, ...options });
}

const codes = ({ reasons }: Readiness): string[] => reasons.map(({ code }) => code);
const warnings = (readiness: Readiness): string[] => readiness.warnings.map(({ code }) => code);
const WEEKS = clean(days(16, 1));

describe("ready", () => {
  test("two known reporters, every day of two weeks, up to yesterday", async () => {
    const readiness = await judge(WEEKS);
    expect(readiness).toMatchObject({ verdict: "ready", reasons: [], warnings: [] });
    expect(readiness.numbers).toMatchObject({
      evidence: 32,
      organizationDays: 32,
      knownReporters: ["google.com", "microsoft.com"],
      successes: 16 * 200,
      failures: 0,
      spanDays: 16,
      provenShare: 3 / 3200,
    });
    expect(readiness.readySince?.toISOString().slice(0, 10)).toBe(day(2));
  });

  test("one known reporter and a clean probe", async () => {
    const reports = days(16, 1).map((at) => googleReport({ day: at }));
    expect(codes(await judge(reports))).toEqual(["too-few-reporters"]);
    expect((await judge(reports, { probe: CLEAN })).verdict).toBe("ready");
  });

  test.each<[string, SampleOptions]>([
    ["another order, case and trailing dots of the MX set", { mx: ["MX2.example.com.", "mx1.Example.com"] }],
    ["mode enforce", { mode: "enforce" }],
  ])("successes count under %s", async (_name, options) => {
    expect((await judge(clean(days(16, 1), options))).verdict).toBe("ready");
  });

  test("failures at a host that is neither in the policy nor a live MX are somebody else's", async () => {
    const details = [failure("certificate-expired", "mx.elsewhere.example", 50)];
    expect((await judge([...WEEKS, stranger("a.example", { day: day(3), failures: 50, details })])).verdict).toBe(
      "ready",
    );
  });

  test("after a failure that is mended, two weeks later; or one with a clean probe", async () => {
    const broken = (back: number): Json[] => [
      ...clean(days(40, 1)),
      googleReport({
        day: day(back),
        id: "bad",
        failures: 5,
        details: [failure("certificate-expired", "mx1.example.com", 5)],
      }),
    ];
    expect((await judge(broken(15))).verdict).toBe("ready");
    expect(warnings(await judge(broken(15)))).toContain("past-failures");
    expect(codes(await judge(broken(12)))).toEqual(["failures-on-our-mx", "too-short"]);
    expect((await judge(broken(12), { probe: CLEAN })).verdict).toBe("ready");
    expect((await judge(broken(6), { probe: CLEAN })).verdict).toBe("notReady");
  });
});

describe("not enough evidence", () => {
  test.each<[string, Json[], string[]]>([
    ["no reports at all", [], ["no-evidence"]],
    ["a week", clean(days(7, 1)), ["too-short"]],
    [
      "nine organization-days",
      [...clean([day(16), day(10), day(5), day(1)]), googleReport({ day: day(3) })],
      ["too-few-organization-days"],
    ],
    ["reports that stopped four days ago", clean(days(20, 5)), ["too-old"]],
    ["strangers only", days(16, 1).map((at) => stranger("a.example", { day: at })), ["too-few-reporters"]],
    ["reports older than the window", clean(days(80, 50)), ["no-evidence"]],
    [
      "sessions without a policy",
      WEEKS.map((report) => changed(report, { "policy-type": "no-policy-found" })),
      ["no-evidence"],
    ],
    ["a policy of mode none", clean(days(16, 1), { mode: "none" }), ["no-evidence"]],
    ["another MX set", clean(days(16, 1), { mx: ["mx1.example.com", "mx9.example.com"] }), ["no-evidence"]],
    ["a wider MX set", clean(days(16, 1), { mx: [...MX, "mx3.example.com"] }), ["no-evidence"]],
    ["no successes", clean(days(16, 1), { successes: 0 }), ["no-evidence"]],
    [
      "days without the policy, for want of fetching it",
      [...WEEKS, ...days(16, 1).map((at) => microsoftFetchError({ day: at, id: `f${at}` }))],
      ["too-few-reporters"],
    ],
    ["tlsa successes only", WEEKS.map((report) => changed(report, { "policy-type": "tlsa" })), ["no-evidence"]],
  ])("%s", async (_name, reports, expected) => {
    const readiness = await judge(reports);
    expect(readiness.verdict).toBe("insufficientEvidence");
    expect(codes(readiness)).toEqual(expected);
  });

  test("a pattern that was added lately is seen on three days, or probed", async () => {
    const narrow = clean(days(16, 3), { mx: ["mx1.example.com"] });
    const wide = clean(days(2, 1));
    expect(codes(await judge([...narrow, ...wide]))).toEqual(["pattern-not-seen"]);
    expect((await judge([...narrow, ...wide], { probe: CLEAN })).verdict).toBe("ready");
    expect((await judge([...clean(days(16, 4), { mx: ["mx1.example.com"] }), ...clean(days(3, 1))])).verdict).toBe(
      "ready",
    );
  });

  test("a backup MX needs a probe, unless a known provider runs it", async () => {
    const backup = [...LIVE, { host: "mx2.example.com", preference: 20 }];
    expect(codes(await judge(WEEKS, { liveMx: backup }))).toEqual(["backup-mx-not-seen"]);
    expect((await judge(WEEKS, { liveMx: backup, probe: CLEAN })).verdict).toBe("ready");
    const google = ["aspmx.l.google.com", "alt1.aspmx.l.google.com"];
    const live = google.map((host, index) => ({ host, preference: index }));
    expect((await judge(clean(days(16, 1), { mx: google }), { mx: google, liveMx: live })).verdict).toBe("ready");
  });

  test.each([
    ["cannot be looked up", undefined],
    ["is empty", []],
  ])("the live MX set %s", async (_name, liveMx) => {
    expect(codes(await judge(WEEKS, { liveMx }))).toEqual(["live-mx-unknown"]);
  });

  test("a file in a trusted place that cannot be read might tell of failures", async () => {
    const readiness = await judge([...WEEKS, Buffer.from('{"policies":[],"policies":[]}')]);
    expect(readiness.verdict).toBe("insufficientEvidence");
    expect(readiness.reasons[0]?.message).toMatch(/0032\.json: has the same key twice/);
  });

  test("an old probe is no probe", async () => {
    const reports = days(16, 1).map((at) => googleReport({ day: at }));
    const probe = { ...CLEAN, checkedAt: new Date("2026-03-10T00:00:00Z") };
    const readiness = await judge(reports, { probe });
    expect(codes(readiness)).toEqual(["too-few-reporters"]);
    expect(warnings(readiness)).toContain("probe-old");
  });

  test("successes from the future do not count", async () => {
    const readiness = await judge(clean(days(-3, -20)));
    expect(codes(readiness)).toEqual(["no-evidence"]);
    expect(warnings(readiness)).toContain("future");
  });

  test("reports that nobody vouches for are shown and count for nothing", async () => {
    const set = await readReports(
      [folderOf(Object.fromEntries(WEEKS.map((report, index) => [`${index}.json`, bytesOf(report)])))],
      {},
    );
    const readiness = evaluateReadiness({ domain: "example.com", mx: MX, liveMx: LIVE, reports: set, now: NOW });
    expect(codes(readiness)).toEqual(["no-evidence"]);
    expect(readiness.warnings[0]?.message).toMatch(/32 reports are no evidence.*--trust/);
  });
});

describe("not ready", () => {
  const bad = (type: string, mx?: string, sessions = 5, reason?: string): SampleOptions => ({
    day: day(3),
    id: "bad",
    failures: sessions,
    details: [failure(type, mx, sessions, reason)],
  });

  test.each([
    ["certificate-expired", "mx1.example.com", "failures-on-our-mx"],
    ["certificate-host-mismatch", "mx1.example.com", "failures-on-our-mx"],
    ["certificate-not-trusted", undefined, "failures-on-our-mx"],
    ["starttls-not-supported", "MX2.EXAMPLE.COM.", "failures-on-our-mx"],
    ["sts-policy-invalid", undefined, "policy-host"],
    ["sts-webpki-invalid", undefined, "policy-host"],
    ["something-new", "mx1.example.com", "unknown-failures"],
    ["something-new", undefined, "unknown-failures"],
  ])("a known reporter sees %s at %s", async (type, mx, code) => {
    const readiness = await judge([...WEEKS, googleReport(bad(type, mx))]);
    expect(readiness.verdict).toBe("notReady");
    expect(codes(readiness)[0]).toBe(code);
    expect(readiness.reasons[0]?.message).toMatch(/5 sessions/);
    if (mx !== undefined) expect(readiness.reasons[0]?.message).toContain(mx.toLowerCase().replace(/\.$/, ""));
  });

  test("a total without details counts as much as one with them", async () => {
    expect(codes(await judge([...WEEKS, googleReport({ day: day(3), id: "bad", failures: 1 })]))[0]).toBe(
      "unknown-failures",
    );
  });

  test("details count where the total says zero", async () => {
    const report = googleReport({ ...bad("certificate-expired", "mx1.example.com"), failures: 0 });
    expect((await judge([...WEEKS, report])).verdict).toBe("notReady");
  });

  test("a live MX that no pattern matches, whatever reports say", async () => {
    const readiness = await judge(WEEKS, { liveMx: [...LIVE, { host: "new.example.com", preference: 10 }] });
    expect(codes(readiness)).toEqual(["policy-lacks-live-host"]);
  });

  test("Microsoft's MX mismatch, which names no host", async () => {
    const report = microsoftReport(bad("validation-failure", undefined, 3, "MX_HOSTS_MISMATCH"));
    expect(codes(await judge([...WEEKS, report]))[0]).toBe("policy-lacks-host");
  });

  test("two strangers within a week", async () => {
    const one = stranger("a.example", bad("certificate-expired", "mx1.example.com"));
    const two = stranger("b.example", { ...bad("certificate-expired", "mx1.example.com"), day: day(5) });
    expect((await judge([...WEEKS, one])).verdict).toBe("ready");
    expect(warnings(await judge([...WEEKS, one]))).toEqual(["failures-on-our-mx"]);
    expect((await judge([...WEEKS, one, two])).verdict).toBe("notReady");
  });

  test("one stranger on a day when nobody succeeded", async () => {
    const quiet = WEEKS.filter((report) => !JSON.stringify(report).includes(day(3)));
    const one = stranger("a.example", { ...bad("certificate-expired", "mx1.example.com"), successes: 0 });
    expect((await judge([...quiet, one])).verdict).toBe("notReady");
  });

  test("a probe that fails", async () => {
    const probe = { ...CLEAN, clean: false, failures: ["smtp-certificate-dates: mx1.example.com: expired"] };
    const readiness = await judge(WEEKS, { probe });
    expect(codes(readiness)).toEqual(["probe-failed"]);
    expect(readiness.reasons[0]?.message).toContain("mx1.example.com");
  });

  test("a partner's every failure", async () => {
    const report = stranger("a.example", bad("validation-failure", "mx1.example.com", 1));
    expect((await judge([...WEEKS, report])).verdict).toBe("ready");
    expect(codes(await judge([...WEEKS, report], { options: { partners: ["a.example"] } }))[0]).toBe(
      "partner-failures",
    );
  });

  test("other TLS failures above the noise on two days", async () => {
    const noisy = (back: number, sessions: number): Json =>
      googleReport({ ...bad("validation-failure", "mx1.example.com", sessions), day: day(back), id: `n${back}` });
    expect((await judge([...WEEKS, noisy(3, 2), noisy(4, 2)])).verdict).toBe("ready");
    expect((await judge([...WEEKS, noisy(3, 9)])).verdict).toBe("ready");
    expect(codes(await judge([...WEEKS, noisy(3, 9), noisy(4, 9)]))[0]).toBe("validation-failures");
  });

  test("a forged clean copy does not hide a failing report", async () => {
    const failing = googleReport({
      day: day(3),
      failures: 5,
      details: [failure("certificate-expired", "mx1.example.com", 5)],
    });
    const others = WEEKS.filter((report) => report["report-id"] !== failing["report-id"]);
    for (const pair of [
      [failing, googleReport({ day: day(3) })],
      [googleReport({ day: day(3) }), failing],
    ]) {
      const readiness = await judge([...others, ...pair]);
      expect(readiness.verdict).toBe("notReady");
      expect(readiness.reasons[0]?.message).toContain("mx1.example.com");
      expect(warnings(readiness)).toContain("disputed");
    }
  });

  test("equal failures under sts and tlsa are counted once", async () => {
    const report = microsoftReport(bad("certificate-expired", "mx1.example.com", 7));
    (report["policies"] as Json[])[1]!["failure-details"] = [failure("certificate-expired", "mx1.example.com", 7)];
    const readiness = await judge([...WEEKS, report]);
    expect(readiness.reasons[0]?.message).toMatch(/: 7 sessions/);
  });

  test("DANE is outside of the verdict, and shown as urgent", async () => {
    const readiness = await judge([...WEEKS, googleReport(bad("tlsa-invalid", "mx1.example.com"))]);
    expect(readiness.verdict).toBe("ready");
    expect(readiness.warnings[0]).toMatchObject({ code: "dane", remedy: expect.stringMatching(/URGENT/) as string });
  });
});

function changed(report: Json, policy: Json): Json {
  const copy = JSON.parse(JSON.stringify(report)) as Json;
  for (const entry of copy["policies"] as { policy: Json }[]) Object.assign(entry.policy, policy);
  return copy;
}
