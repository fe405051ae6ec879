import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { readReports, type ReadOptions, type ReportSet } from "../../../src/reports";
import { crc32, crc32ByTable } from "../../../src/reports/source/crc32";
import { folderOf } from "../support/folder";
import { AUTHSERV, base64Lines, mailOf, reportParts } from "../support/mail";
import { bytesOf, googleReport, microsoftReport } from "../support/samples";
import { zipOf } from "../support/zip";

const google = googleReport();
const json = bytesOf(google);
const gzip = gzipSync(json);
const mail = mailOf(google, { dkim: "google.com" });

async function read(files: Readonly<Record<string, string | Buffer>>, options: ReadOptions = {}): Promise<ReportSet> {
  return readReports([folderOf(files)], { trust: true, authservIds: [AUTHSERV], ...options });
}

const nestedForward = Buffer.concat([
  Buffer.from(
    'Subject: Fwd\r\nContent-Type: multipart/mixed; boundary="f"\r\n\r\n--f\r\nContent-Type: message/rfc822\r\n\r\n',
  ),
  mail,
  Buffer.from("\r\n--f--\r\n"),
]);

describe("one report is found in", () => {
  test.each<[string, Buffer]>([
    ["JSON", json],
    ["JSON with a byte order mark", Buffer.concat([Buffer.from("\ufeff"), json])],
    ["gzip", gzip],
    ["gzip of two members", Buffer.concat([gzipSync(json.subarray(0, 100)), gzipSync(json.subarray(100))])],
    ["gzip with zeros after it", Buffer.concat([gzip, Buffer.alloc(512)])],
    ["gzip in gzip", gzipSync(gzip)],
    ["a mail", mail],
    ["a gzipped mail", gzipSync(mail)],
    ["a mail with LF line ends", Buffer.from(mail.toString("latin1").replaceAll("\r\n", "\n"), "latin1")],
    ["a forwarded mail", nestedForward],
    ["a ZIP", zipOf([{ name: "a.json", data: json }])],
    ["a ZIP with a mail in it", zipOf([{ name: "a.eml", data: mail }])],
    ["a ZIP with a ZIP in it", zipOf([{ name: "b.zip", data: zipOf([{ name: "a.json.gz", data: gzip }]) }])],
    ["an mbox", Buffer.concat([Buffer.from("From x@y Sun Mar  1 00:00:00 2026\n"), mail])],
    [
      "a mail whose whole body is the report",
      mailOf(google, {
        contentType: "application/tlsrpt+gzip\r\nContent-Transfer-Encoding: base64",
        body: base64Lines(gzip),
      }),
    ],
    [
      "a mail with the report as JSON",
      mailOf(google, { contentType: "application/tlsrpt+json", body: json.toString() }),
    ],
    [
      "an octet-stream with a telling name",
      mailOf(google, {
        body: reportParts(json).replace("application/tlsrpt+gzip", "application/octet-stream"),
      }),
    ],
    [
      "a mail in quoted-printable",
      mailOf(google, {
        contentType: "application/tlsrpt+json\r\nContent-Transfer-Encoding: quoted-printable",
        body: json.toString().replaceAll("=", "=3D").replace(/.{70}/g, "$&=\r\n"),
      }),
    ],
    [
      "a mail in binary",
      Buffer.concat([
        mailOf(google, { contentType: "application/tlsrpt+gzip\r\nContent-Transfer-Encoding: binary", body: "" }),
        gzip,
      ]),
    ],
    [
      "a mail with boundary lines that need care",
      mailOf(google, {
        contentType: 'multipart/report; report-type=tlsrpt;\r\n boundary="b1"',
        body: reportParts(json).replace("A TLS report.", "--b1x is not a delimiter\r\n --b1 neither"),
      }),
    ],
  ])("%s, whatever its name", async (_name, content) => {
    const set = await read({ "no-name-at-all": content });
    expect(set.problems).toEqual([]);
    expect(set.reports.map(({ reportId }) => reportId)).toEqual([google["report-id"]]);
  });

  test("a Maildir, without what is still being written", async () => {
    const set = await read({
      "new/1.a": mail,
      "cur/2.b:2,S": mailOf(microsoftReport()),
      "tmp/3.c": mailOf(googleReport({ id: "x" })),
    });
    expect(set.reports).toHaveLength(2);
  });

  test("folders in folders, and beside things that are no reports", async () => {
    const set = await read({ "a/b/c/r.json": json, "a/.DS_Store": Buffer.from([0, 1, 2]), "readme.txt": "hello" });
    expect(set.counts).toMatchObject({ files: 3, reports: 1, skipped: 2, problems: 0 });
  });

  test("many mails of one mbox, escaped From lines included", async () => {
    const separator = "From x@y Sun Mar  1 00:00:00 2026\n";
    const text = Array.from({ length: 30 }, (_, index) => {
      const report = googleReport({ id: `id-${index}` });
      return `${separator}${mailOf(report, { dkim: "google.com" }).toString("latin1").replaceAll("\r\n", "\n").replace("A TLS report.", "\n>From here on\n")}\n`;
    }).join("");
    const set = await read({ inbox: text });
    expect(set.counts).toMatchObject({ mails: 30, reports: 30, problems: 0 });
    expect(set.reports.every(({ trust }) => trust.identity === "google.com")).toBe(true);
  });

  test("an mbox far larger than the memory of one message", async () => {
    const padding = `Subject: hello\n\n${"x".repeat(70)}\n`.repeat(20_000);
    const separator = "From x@y Sun Mar  1 00:00:00 2026\n";
    const set = await read({ inbox: `${separator}${padding}\n${separator}${mail.toString("latin1")}\n` });
    expect(set.counts).toMatchObject({ mails: 2, reports: 1, problems: 0 });
  });
});

describe("the contents outrank names and subjects (RFC 8460 §5.6)", () => {
  test("domain and submitter come from the report", async () => {
    const set = await read({ "liar.example!other.example!1!2.json.gz": gzip, "a.eml": mailOf(microsoftReport()) });
    expect(set.reports.map(({ contactDomain, entries }) => [contactDomain, entries[0]?.domain])).toEqual(
      expect.arrayContaining([
        ["google.com", "example.com"],
        ["microsoft.com", "example.com"],
      ]),
    );
  });
});

describe("what is broken is reported, and the rest goes on", () => {
  const flipped = Buffer.from(gzip);
  flipped[flipped.length - 6] = (flipped[flipped.length - 6] ?? 0) ^ 0xff;
  const spaces = gzipSync(Buffer.alloc(70 * 1024 * 1024, 0x20), { level: 1 });
  const linkMode = 0o120777;
  const overlapping = zipOf([
    { name: "a.json", data: json },
    { name: "b.json", data: json, offset: 0 },
  ]);

  test.each<[string, Buffer, string, RegExp]>([
    ["truncated gzip", gzip.subarray(0, gzip.length - 20), "bad-gzip", /unexpected end of file/],
    ["gzip with a bad CRC", flipped, "bad-gzip", /incorrect data check/],
    ["bytes after gzip", Buffer.concat([gzip, Buffer.from("and more")]), "bad-gzip", /incorrect header check/],
    ["a gzip bomb", spaces, "too-large", /decompresses to more than/],
    ["a bomb in a bomb", gzipSync(spaces), "too-large", /decompresses to more than/],
    [
      "six gzips around a report",
      [1, 2, 3, 4, 5].reduce((inner) => gzipSync(inner), gzip),
      "nested-containers",
      /containers/,
    ],
    ["truncated JSON", json.subarray(0, 200), "not-json", /JSON/],
    ["a ZIP that lies about a size", zipOf([{ name: "a.json", data: json, size: 10 }]), "bad-zip", /declared 10 bytes/],
    [
      "a ZIP that lies upwards",
      zipOf([{ name: "a.json", data: json, size: 5000 }]),
      "bad-zip",
      /not the declared 5000/,
    ],
    ["a ZIP with a bad CRC", zipOf([{ name: "a.json", data: json, crc: 7 }]), "bad-zip", /CRC-32/],
    ["a ZIP bomb", zipOf([{ name: "a.json", data: Buffer.alloc(65 * 1024 * 1024) }]), "too-large", /decompresses/],
    ["a ZIP with path traversal", zipOf([{ name: "../../a.json", data: json }]), "bad-zip", /relative path|invalid/],
    ["a link in a ZIP", zipOf([{ name: "a.json", data: json, mode: linkMode }]), "link", /symbolic link/],
    ["an encrypted ZIP", zipOf([{ name: "a.json", data: json, flags: 1 }]), "bad-zip", /encrypted/],
    [
      "a mail that claims a report and has none",
      mailOf(google, { body: "--b1\r\n\r\nhi\r\n--b1--\r\n" }),
      "bad-mail",
      /holds none/,
    ],
    [
      "a mail with a damaged report",
      mailOf(google, { body: reportParts(json).replace("H4sI", "H4sJ") }),
      "bad-gzip",
      /./,
    ],
    [
      "a header section of a megabyte",
      Buffer.from(`Subject: ${"y".repeat(1e6)}\r\n\r\n`),
      "too-large",
      /header section/,
    ],
    ["a mail of 100,000 parts", mailOf(google, { body: "--b1\r\n\r\n.\r\n".repeat(1e5) }), "too-many-parts", /parts/],
    ["nothing known", Buffer.from([7, 7, 7, 7]), "unknown-format", /no JSON/],
    ["nothing at all", Buffer.alloc(0), "unknown-format", /empty/],
  ])("%s", async (_name, content, code, message) => {
    const started = performance.now();
    const set = await read({ "a.json.gz": content, "b.json": bytesOf(googleReport({ id: "good" })) });
    expect(performance.now() - started).toBeLessThan(5000);
    expect(set.problems.map((problem) => problem.code)).toEqual([code]);
    expect(set.problems[0]?.message).toMatch(message);
    expect(set.problems[0]?.label).toMatch(/a\.json\.gz/);
    expect(set.reports.map(({ reportId }) => reportId)).toEqual(["good"]);
  });

  test("entries of a ZIP that share their bytes are read once", async () => {
    const set = await read({ "a.zip": overlapping });
    expect(set.counts).toMatchObject({ reports: 1, problems: 1 });
    expect(set.problems[0]?.message).toMatch(/shares its bytes/);
  });

  test("links in a directory are not followed", async () => {
    const outside = folderOf({ "secret.json": json });
    const folder = folderOf({ "b.json": bytesOf(googleReport({ id: "inside" })) });
    symlinkSync(join(outside, "secret.json"), join(folder, "a.json"));
    symlinkSync(folder, join(folder, "loop"));
    const set = await readReports([folder], { trust: true });
    expect(set.reports.map(({ reportId }) => reportId)).toEqual(["inside"]);
    expect(set.problems.map(({ code, mayHideEvidence }) => [code, mayHideEvidence])).toEqual([
      ["link", false],
      ["link", false],
    ]);
  });

  test("folders nested without end are refused", async () => {
    const folder = folderOf({});
    const deep = join(folder, ...Array.from({ length: 40 }, () => "d"));
    mkdirSync(deep, { recursive: true });
    writeFileSync(join(deep, "a.json"), json);
    expect((await readReports([folder])).problems[0]?.code).toBe("nested-containers");
  });

  test("with strict, the first one ends the run and is named", async () => {
    const folder = folderOf({ "a.json": "{", "b.json": json });
    await expect(readReports([folder], { strict: true })).rejects.toThrow(/a\.json: not valid JSON/);
  });

  test("a path that does not exist ends the run", async () => {
    await expect(readReports(["/nowhere/at/all"])).rejects.toThrow(/cannot read \/nowhere\/at\/all/);
  });
});

describe("gzip files that are decompressed together", () => {
  const id = (index: number): string => `id-${String(index).padStart(3, "0")}`;
  const many = Object.fromEntries(
    Array.from({ length: 150 }, (_, index) => [
      `${id(index)}.json.gz`,
      gzipSync(bytesOf(googleReport({ id: id(index) }))),
    ]),
  );

  test("give what each gives alone", async () => {
    const set = await read(many);
    expect(set.counts).toMatchObject({ reports: 150, problems: 0 });
    expect(set.reports.map(({ label, reportId }) => label.endsWith(`${reportId}.json.gz`))).toEqual(
      Array(150).fill(true),
    );
  });

  test("a damaged one harms only itself", async () => {
    const set = await read({ ...many, "id-070.json.gz": gzip.subarray(0, 60) });
    expect(set.counts).toMatchObject({ reports: 149, problems: 1 });
    expect(set.problems[0]?.label).toMatch(/id-070/);
  });

  test("one that lies about its length cannot speak for its neighbour", async () => {
    // Its content is a report and the beginning of another; its claimed length covers only the first.
    const own = bytesOf(googleReport({ id: "own" }));
    const forged = Buffer.concat([own, bytesOf(googleReport({ id: "forged" }))]);
    const member = gzipSync(forged);
    const claim = Buffer.alloc(4);
    claim.writeUInt32LE(own.length);
    for (const lying of [Buffer.concat([member, claim]), Buffer.concat([member.subarray(0, -4), claim])]) {
      const set = await read({ ...many, "id-000.json.gz": lying });
      expect(set.reports.map(({ reportId }) => reportId)).not.toContain("forged");
      expect(set.reports).toHaveLength(149);
      expect(set.problems.map(({ label }) => label)).toEqual([expect.stringContaining("id-000")]);
    }
  });
});

test("both ways to a CRC-32 agree", () => {
  for (const bytes of [Buffer.alloc(0), json, deflateRawSync(json)]) expect(crc32(bytes)).toBe(crc32ByTable(bytes));
});
