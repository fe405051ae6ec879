import { gzipSync } from "node:zlib";
import { readReports, type ReportFacts, summarize } from "../../src/reports";
import { day, judge } from "./support/judge";
import { folderOf } from "./support/folder";
import { AUTHSERV, base64Lines, mailOf } from "./support/mail";
import { bytesOf, failure, googleReport, type Json, mailRuReport, microsoftReport } from "./support/samples";

/** What real reporters do, seen from the outside: from the file or mail to the sums and the verdict. */
async function only(content: Buffer): Promise<ReportFacts> {
  const set = await readReports([folderOf({ file: content })], { trust: true, authservIds: [AUTHSERV] });
  expect(set.problems).toEqual([]);
  expect(set.reports).toHaveLength(1);
  return set.reports[0]!;
}

test("Microsoft's mail, HTML first and a Report-ID without angle brackets, is its report", async () => {
  const part = [
    "--b1",
    'Content-Type: text/html; charset="us-ascii"',
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "<p>This is a report=20</p>",
    "--b1",
    "Content-Type: application/tlsrpt+gzip",
    "Content-Transfer-Encoding: base64",
    'Content-Disposition: attachment; filename="microsoft.com!example.com!1772323200!1772409599!1.json.gz"',
    "",
    base64Lines(gzipSync(bytesOf(microsoftReport()))),
    "--b1--",
    "",
  ];
  const mail = mailOf(microsoftReport(), { dkim: "microsoft.com", body: part.join("\r\n") })
    .toString("latin1")
    .replace("Report-ID: <x@y>", "Report-ID: 133500000000000000+example.com");
  const { trust, entries } = await only(Buffer.from(mail, "latin1"));
  expect(trust).toMatchObject({ evidence: true, identity: "microsoft.com" });
  expect(entries.map(({ type, successes }) => [type, successes])).toEqual([
    ["sts", 80],
    ["tlsa", 80],
  ]);
});

test("Microsoft's equal sts and tlsa entries are the same sessions, and never summed", async () => {
  const folder = folderOf({ "a.json": bytesOf(microsoftReport({ failures: 3 })) });
  const { total } = summarize(await readReports([folder], { trust: true }));
  expect(total).toEqual({ reports: 1, successes: 80, failures: 3 });
});

test("mail.ru's range to 00:00 is about the day that it began, and its details outweigh the total", async () => {
  const folder = folderOf({ "a.json": bytesOf(mailRuReport({ day: "2026-03-01" })) });
  const { days, total, triage } = summarize(await readReports([folder], { trust: true }));
  expect(days.map(({ name }) => name)).toEqual(["2026-03-01"]);
  expect(total.failures).toBe(4);
  expect(triage.map(({ firstSeen, lastSeen }) => [firstSeen, lastSeen])).toEqual(
    Array(2).fill(["2026-03-01", "2026-03-01"]),
  );
  const { reasons } = await judge([mailRuReport({ day: day(3) })]);
  expect(reasons[0]).toMatchObject({ code: "failures-on-our-mx", lastSeen: day(3) });
});

test.each<[string, () => Json | undefined]>([
  ["total", () => ({ "total-successful-session-count": 120 })],
  ["summary", () => undefined],
])("failures that are described count where the %s is left out", async (_name, summary) => {
  const report = googleReport({ failures: 5, details: [failure("certificate-expired", "mx1.example.com", 5)] });
  const entry = (report["policies"] as Json[])[0]!;
  entry["summary"] = summary();
  const { entries } = await only(bytesOf(report));
  expect(entries[0]).toMatchObject({ failures: 5, unexplained: 0, groups: [{ sessions: 5 }] });
});

test("a contact of null leaves a trusted report without an identity: its failures count, its successes do not", async () => {
  const clean = Array.from({ length: 16 }, (_, back) => googleReport({ day: day(back + 1), contact: null }));
  expect((await judge(clean)).reasons.map(({ code }) => code)).toEqual(["no-evidence"]);
  const details = [failure("certificate-expired", "mx1.example.com", 5)];
  const failing = googleReport({ day: day(3), contact: null, failures: 5, details });
  expect((await judge([failing])).verdict).toBe("notReady");
});
