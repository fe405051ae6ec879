import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readReadiness, type ReadinessRequest } from "../../src/rollout/readReadiness";
import { folderOf } from "../reports/support/folder";
import { AUTHSERV, mailOf } from "../reports/support/mail";
import { bytesOf, failure, googleReport, type Json, microsoftReport } from "../reports/support/samples";
import { policy } from "./facts";

const NOW = Date.parse("2026-03-21T06:00:00Z");
const MX = ["mx1.example.com", "mx2.example.com"];

const day = (back: number): string => new Date(NOW - back * 86_400_000).toISOString().slice(0, 10);
const LAST_DAYS = Array.from({ length: 16 }, (_, index) => day(16 - index));
const TWO_WEEKS = LAST_DAYS.flatMap((at) => [googleReport({ day: at }), microsoftReport({ day: at })]);

/** A project's root with these reports in `reports/`. */
function projectOf(reports: readonly (Json | Buffer)[], more: Readonly<Record<string, string>> = {}): string {
  const files = reports.map((report, at): [string, Buffer] =>
    Buffer.isBuffer(report) ? [`reports/${at}.eml`, report] : [`reports/${at}.json`, bytesOf(report)],
  );
  return folderOf({ ...Object.fromEntries(files), ...more });
}

function request(part: Partial<ReadinessRequest> & { root: string }): ReadinessRequest {
  return {
    domain: "example.com",
    policy: policy({ mx: MX }),
    reports: "reports",
    evidence: { trusted: true },
    mx: { kind: "hosts", hosts: MX.map((host) => ({ host, ttl: 3600, preference: 10 })) },
    now: NOW,
    ...part,
  };
}

/** What `mta-sts check --smtp --json` writes, where all passes but what is named. */
function probe(failed: Readonly<Record<string, string>> = {}): string {
  const rules = ["reachable", "answers", "starttls", "tls-version"].concat(
    ["name", "dates", "trusted"].map((what) => `certificate-${what}`),
  );
  const verdicts = rules.map((rule) => {
    const seen = failed[`smtp-${rule}`];
    return { rule: `smtp-${rule}`, result: seen === undefined ? "pass" : "fail", seen: seen ?? "" };
  });
  const checkedAt = new Date(NOW - 86_400_000).toISOString();
  return JSON.stringify({ schemaVersion: 1, checkedAt, domains: [{ domain: "example.com", verdicts }] });
}

test("two clean weeks of two known reporters are ready, with the day and the numbers", async () => {
  const verdict = await readReadiness(request({ root: projectOf(TWO_WEEKS) }));
  expect(verdict).toEqual({
    state: "ready",
    readySince: day(2),
    reasons: [
      "32 organization-days of 2 organizations within 16 days; " +
        "3200 sessions without failure show, at 95 %, that at most 0.094 % of them would fail",
    ],
  });
});

test("a single file is read as well as a folder", async () => {
  const root = projectOf([], { "all.mbox": TWO_WEEKS.map(asMessage).join("\n") });
  const verdict = await readReadiness(
    request({ root, reports: "all.mbox", evidence: { authservId: AUTHSERV.toUpperCase() } }),
  );
  expect(verdict.state).toBe("ready");
});

function asMessage(report: Json): string {
  const dkim = String(report["contact-info"]).split("@")[1] ?? "";
  return `From reports@example.org Sun Mar  1 04:00:00 2026\n${mailOf(report, { dkim }).toString().replaceAll("\r\n", "\n")}`;
}

test("failures on an MX are not ready, and the reason names the host, the type, the numbers and the senders", async () => {
  const failing = microsoftReport({
    day: day(1),
    id: "failing",
    successes: 20,
    failures: 7,
    details: [failure("certificate-expired", "mx2.example.com", 7)],
  });
  const verdict = await readReadiness(request({ root: projectOf([...TWO_WEEKS, failing]) }));
  expect(verdict.state).toBe("notReady");
  expect(verdict.readySince).toBeUndefined();
  expect(verdict.reasons[0]).toBe(
    "certificate or STARTTLS failures on your MX: 7 sessions at mx2.example.com (certificate-expired), " +
      `by microsoft.com, on ${day(1)}`,
  );
});

test("a forged clean copy of the failing report changes nothing", async () => {
  const details = [failure("certificate-expired", "mx2.example.com", 7)];
  const failing = googleReport({ day: day(1), failures: 7, details });
  const copy = googleReport({ day: day(1) });
  const others = TWO_WEEKS.filter((report) => report["report-id"] !== copy["report-id"]);
  for (const reports of [
    [failing, copy],
    [copy, failing],
  ]) {
    const verdict = await readReadiness(request({ root: projectOf([...others, ...reports]) }));
    expect(verdict.state).toBe("notReady");
    expect(verdict.reasons.join("\n")).toMatch(/mx2\.example\.com \(certificate-expired\), by google\.com/);
    expect(verdict.reasons.join("\n")).toMatch(/2 reports share sender and report-id/);
  }
});

test("a live MX that the policy lacks is not ready", async () => {
  const verdict = await readReadiness(
    request({
      root: projectOf(TWO_WEEKS),
      mx: { kind: "hosts", hosts: [...MX, "mx3.example.com"].map((host) => ({ host, ttl: 60 })) },
    }),
  );
  expect(verdict.state).toBe("notReady");
  expect(verdict.reasons[0]).toMatch(/no mx of the policy matches the live MX mx3\.example\.com/);
});

describe("what vouches for a report", () => {
  test("without evidence, files count for nothing, and the verdict says so", async () => {
    const { evidence, ...bare } = request({ root: projectOf(TWO_WEEKS) });
    expect(evidence).toBeDefined();
    const verdict = await readReadiness(bare);
    expect(verdict.state).toBe("insufficientEvidence");
    expect(verdict.reasons.join("\n")).toMatch(
      /no reports is not success[^]*32 reports are no evidence[^]*nobody vouches/,
    );
  });

  test("mail counts by the server's own results, and by no other server's", async () => {
    const root = projectOf(
      TWO_WEEKS.map((report) => mailOf(report, { dkim: String(report["contact-info"]).split("@")[1] ?? "" })),
    );
    expect((await readReadiness(request({ root, evidence: { authservId: AUTHSERV } }))).state).toBe("ready");
    const other = await readReadiness(request({ root, evidence: { authservId: "mx.elsewhere.example" } }));
    expect(other.state).toBe("insufficientEvidence");
  });

  test("a partner's single failure blocks, however its name is written", async () => {
    const failing = googleReport({
      day: day(3),
      contact: "tls@bank.example",
      id: "b-1",
      failures: 1,
      details: [failure("validation-failure", "mx1.example.com", 1)],
    });
    const root = projectOf([...TWO_WEEKS, failing]);
    expect((await readReadiness(request({ root }))).state).toBe("ready");
    const verdict = await readReadiness(request({ root, evidence: { trusted: true, partners: ["Bank.Example."] } }));
    expect(verdict.state).toBe("notReady");
    expect(verdict.reasons[0]).toMatch(/bank\.example.*listed as a partner/);
  });
});

test("a partner that is no domain watches over nobody, and so the verdict stays open", async () => {
  const root = projectOf(TWO_WEEKS);
  const verdict = await readReadiness(request({ root, evidence: { trusted: true, partners: ["bank"] } }));
  expect(verdict).toMatchObject({
    state: "insufficientEvidence",
    reasons: [expect.stringMatching(/^rollout\.evidence\.partners\[0\]: .*bank/)],
  });
});

describe("a probe", () => {
  const google = LAST_DAYS.map((at) => googleReport({ day: at }));
  const evidence = { trusted: true, probe: "ops/check.json" };

  test("that is clean stands in for a second known reporter, and for backup MX hosts", async () => {
    const root = projectOf(google, { "ops/check.json": probe() });
    const hosts = MX.map((host, at) => ({ host, ttl: 60, preference: 10 * (at + 1) }));
    const without = await readReadiness(request({ root, mx: { kind: "hosts", hosts } }));
    expect(without.state).toBe("insufficientEvidence");
    expect(without.reasons.join("\n")).toMatch(/known reporters[^]*mx2\.example\.com, which only get mail when others/);
    expect((await readReadiness(request({ root, evidence, mx: { kind: "hosts", hosts } }))).state).toBe("ready");
  });

  test("that failed is not ready", async () => {
    const root = projectOf(TWO_WEEKS, {
      "ops/check.json": probe({ "smtp-certificate-dates": "mx1.example.com expired" }),
    });
    const verdict = await readReadiness(request({ root, evidence }));
    expect(verdict.state).toBe("notReady");
    expect(verdict.reasons[0]).toMatch(/mx1\.example\.com expired/);
  });

  test.each([
    ["is not there", {}, /ENOENT/],
    ["is no probe", { "ops/check.json": "{}" }, /not the output of/],
  ])("that %s leaves the verdict open, and says how to make one", async (_, files: Record<string, string>, why) => {
    const verdict = await readReadiness(request({ root: projectOf(TWO_WEEKS, files), evidence }));
    expect(verdict.state).toBe("insufficientEvidence");
    expect(verdict.reasons).toEqual([expect.stringMatching(why)]);
    expect(verdict.reasons[0]).toMatch(
      /rollout\.evidence\.probe: ops\/check\.json.*mta-sts check --smtp --json example\.com/,
    );
  });
});

describe("no reports are no success", () => {
  test("a path that does not exist is named, with the remedy", async () => {
    const root = projectOf([]);
    const verdict = await readReadiness(request({ root, reports: "tls-reports" }));
    expect(verdict.state).toBe("insufficientEvidence");
    expect(verdict.reasons).toEqual([
      `rollout.reports: tls-reports: there is nothing at ${join(root, "tls-reports")}: give the folder in which the ` +
        "reports arrive, relative to the folder of Pulumi.yaml",
    ]);
  });

  test("an empty folder", async () => {
    const root = projectOf([]);
    mkdirSync(join(root, "reports"));
    const verdict = await readReadiness(request({ root }));
    expect(verdict).toMatchObject({
      state: "insufficientEvidence",
      reasons: [expect.stringMatching(/no reports is not/)],
    });
  });

  test("a bucket whose address is none", async () => {
    const verdict = await readReadiness(request({ root: projectOf([]), reports: "s3://UPPER/" }));
    expect(verdict).toEqual({
      state: "insufficientEvidence",
      reasons: ["s3://UPPER/ is not of the form s3://bucket/prefix"],
    });
  });
});

test.each<[ReadinessRequest["mx"], RegExp]>([
  [{ kind: "failed", reason: "no server answered" }, /live MX hosts are not known: no server answered/],
  [{ kind: "notAsked" }, /live MX hosts are not known, because of rollout\.checkLiveMx: false/],
  [{ kind: "null" }, /the domain has no MX host/],
])("where the live MX is %j, even clean reports are not enough", async (mx, why) => {
  const verdict = await readReadiness(request({ root: projectOf(TWO_WEEKS), mx }));
  expect(verdict).toMatchObject({ state: "insufficientEvidence", reasons: [expect.stringMatching(why)] });
});

test("what strangers write reaches the log without control characters", async () => {
  const details = [failure("certificate-\u001b[2Jexpired", "mx2.example.com", 7)];
  const failing = googleReport({ day: day(1), id: "evil", failures: 7, details });
  const { reasons } = await readReadiness(request({ root: projectOf([...TWO_WEEKS, failing]) }));
  expect(reasons.join("\n")).toMatch(/\\x1b\[2j/);
  expect(reasons.join(" ")).not.toContain("\u001b");
});

test("the reports library is loaded only when a verdict is asked for", () => {
  jest.isolateModules(() => {
    jest.doMock("../../src/reports", () => {
      throw new Error("loaded too early");
    });
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- to see what loading it loads
    expect(() => require("../../src/rollout/readReadiness") as unknown).not.toThrow();
    jest.dontMock("../../src/reports");
  });
});
