import { gzipSync } from "node:zlib";
import { evaluateReadiness, LIMITS, readReports, type ReportSet } from "../../../src/reports";
import { factsOf } from "../../../src/reports/read/facts";
import { Room } from "../../../src/reports/source/room";
import { folderOf } from "../support/folder";
import { bytesOf, failure, googleReport, type Json } from "../support/samples";
import { zipOf } from "../support/zip";

const many = <T>(length: number, item: (index: number) => T): T[] => Array.from({ length }, (_, index) => item(index));

async function read(content: Buffer): Promise<ReportSet> {
  return readReports([folderOf({ file: content })], { trust: true });
}

describe("a report that tells very many failures apart", () => {
  const details = many(2000, (at) => failure(`type-${at}`, `mx${at}.example.com`, 1, `reason ${at}`));

  test("keeps all of its failures in a bounded number of groups", async () => {
    const { reports } = await read(bytesOf(googleReport({ failures: 2000, details })));
    const { groups, failures } = reports[0]!.entries[0]!;
    expect(failures).toBe(2000);
    expect(groups.length).toBeLessThanOrEqual(601);
    expect(groups.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(2000);
  });

  test("also where each is in an entry of its own", async () => {
    const report = googleReport();
    const entries = many(1000, (at) => (googleReport({ details: [details[at]!] })["policies"] as Json[])[0]);
    const { reports } = await read(bytesOf({ ...report, policies: entries }));
    const groups = reports[0]!.entries.flatMap((entry) => entry.groups);
    expect(groups).toHaveLength(1000);
    expect(new Set(groups).size).toBeLessThanOrEqual(601);
  });

  test("is folded so that the verdict can only become stricter", async () => {
    const strange = many(2000, (at) => failure("certificate-expired", `mx.${at}.elsewhere.example`, 1));
    const reports = await read(bytesOf(googleReport({ failures: 2000, details: strange })));
    const mx = ["mx1.example.com"];
    const liveMx = [{ host: "mx1.example.com", preference: 10 }];
    const now = new Date("2026-03-02T06:00:00Z");
    expect(evaluateReadiness({ domain: "example.com", mx, liveMx, reports, now }).verdict).toBe("notReady");
  });

  test("counts what repeats once, beyond the first few too", async () => {
    const repeated = [...details.slice(0, 40), ...details.slice(0, 40)];
    const { reports } = await read(bytesOf(googleReport({ failures: 80, details: repeated })));
    expect(reports[0]!.entries[0]!.groups.map(({ sessions }) => sessions)).toEqual(many(40, () => 2));
  });
});

test("a report whose entries tell of ever different policies is believed some of them, and all of its failures", () => {
  const policies = many(100, (at) => ({
    type: "sts" as const,
    typeName: "sts",
    policyStrings: [
      "version: STSv1",
      "mode: testing",
      "max_age: 604800",
      ...many(600, (host) => `mx: m${host}.${at}.example.com`),
    ],
    domain: "example.com",
    mxHosts: [],
    successes: 1,
    failures: 1,
    details: [],
  }));
  const report = { organization: "", contact: "", contactDomain: undefined, reportId: "1", start: 0, end: 0 };
  const facts = factsOf(
    { ...report, policies, deviations: [] },
    { label: "", trustedSource: true },
    { evidence: true, identity: undefined, reason: "" },
  );
  const read = facts.entries.filter(({ policy }) => policy !== undefined);
  expect(read.length).toBeGreaterThan(5);
  expect(read.length).toBeLessThan(50);
  expect(facts.entries.every(({ failures, unexplained }) => failures === 1 && unexplained === 1)).toBe(true);
});

test("more than a thousand policies are refused", async () => {
  const [entry] = googleReport()["policies"] as Json[];
  const { problems } = await read(bytesOf({ ...googleReport(), policies: many(1001, () => entry) }));
  expect(problems[0]).toMatchObject({ code: "too-large", message: "policies has 1001 items; at most 1000 are read" });
});

describe("what one file may be decompressed to", () => {
  test("is bounded together, with large pieces no larger than one report", () => {
    const room = new Room();
    room.take(LIMITS.reportBytes);
    expect(room.most).toBe(LIMITS.largePiece);
    for (let piece = 0; piece < 16; piece++) room.take(LIMITS.largePiece);
    expect(() => {
      room.check();
    }).toThrow(/decompresses to more than is read of one file/);
    expect(() => {
      new Room().take(LIMITS.reportBytes + 1);
    }).toThrow(/unpack it before/);
  });

  test("leaves a report in a gzip in a ZIP readable, however many there are", async () => {
    const entries = many(300, (at) => ({
      name: `${at}.json.gz`,
      data: gzipSync(bytesOf(googleReport({ id: String(at) }))),
    }));
    const { counts, problems } = await read(zipOf(entries));
    expect(problems).toEqual([]);
    expect(counts.reports).toBe(300);
  });
});

test("the name that a container gives to something is shortened", async () => {
  const { problems } = await read(zipOf([{ name: `${"n".repeat(5000)}.json`, data: Buffer.from("{") }]));
  expect(problems[0]!.label.length).toBeLessThan(LIMITS.labelLength + 200);
});
