import { deflateRawSync, gzipSync } from "node:zlib";
import { compiledReports, inProcess } from "../support/compiled";
import { folderOf } from "../support/folder";
import { AUTHSERV, base64Lines, mailOf, reportParts } from "../support/mail";
import { bytesOf, failure, googleReport } from "../support/samples";
import { type ZipEntry, zipOf } from "../support/zip";

/**
 * What each file may cost the reader, measured from outside, in a process of its own: memory is the most that the whole
 * process ever had (Node.js alone takes 45 MB of it), time is that of its processor. What else runs on the machine adds to
 * that time and never takes from it, so a case that took too long is measured again, and its least counts.
 */
const MOST_MB = 150;
const MOST_SECONDS = 1;
const MOST_TRIES = 3;

const lib = compiledReports();
const google = googleReport();
const json = bytesOf(google);
const MEGABYTE = 1024 * 1024;
const BLANKS = Buffer.alloc(60 * MEGABYTE, 0x20);
const blankString = JSON.stringify(" ".repeat(MEGABYTE - 10));
const spaces = gzipSync(Buffer.alloc(70 * MEGABYTE, 0x20));
const many = <T>(length: number, item: (index: number) => T): T[] => Array.from({ length }, (_, index) => item(index));
/** A report whose failure details are this text. */
const withDetails = (details: string): string =>
  JSON.stringify({ ...google, policies: [{ ...(google["policies"] as object[])[0], x: 0 }] }).replace('"x":0', details);

/** Stored data that inflates to itself many times over: entries that all point to the same bytes. */
const overlapping = zipOf(
  many(20_000, (at): ZipEntry => ({
    name: `${at}.json`,
    data: Buffer.alloc(100, 0x20),
    ...(at > 0 ? { offset: 0 } : {}),
  })),
);

const FROM = "From a@b Sun Mar  1 00:00:00 2026\n";
const QUOTED = "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
const twentyMegabytes = gzipSync(Buffer.alloc(20 * MEGABYTE, 0x20));
const someArchive = zipOf(many(30, (at) => ({ name: `${at}.json`, data: Buffer.alloc(MEGABYTE, 0x20) })));

function gzipPart(gzip: Buffer, encoding = "base64", boundary = "b1"): string {
  const headers = `Content-Type: application/tlsrpt+gzip\r\nContent-Transfer-Encoding: ${encoding}`;
  return `--${boundary}\r\n${headers}\r\n\r\n${base64Lines(gzip)}\r\n`;
}

function forwardOf(parts: string): string {
  const inner = `${parts.replaceAll("--b1", "--c1")}--c1--\r\n`;
  return `--b1\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=c1\r\n\r\n${inner}`;
}

/** Two reports whose names, types and signer stand in header sections of 480 KB. */
function talkative(at: number): string {
  const report = bytesOf(googleReport({ contact: `tls@sender-${at}.example`, id: String(at) })).toString("base64");
  const filler = (name: string): string => `${name}: ${"y".repeat(240 * 1024)}`;
  const part = [
    `--b1\nContent-Type: application/tlsrpt+json; x=${at}`,
    "Content-Transfer-Encoding: base64",
    `Content-Disposition: attachment; filename="report-of-sender-${at}.json"\n${filler("X-Filler")}\n\n${report}\n`,
  ].join("\n");
  return [
    `${FROM}Authentication-Results: ${AUTHSERV}; dkim=pass header.i=@mail.sender-${at}.example`,
    `${filler("Subject")}\nContent-Type: multipart/report; report-type=tlsrpt; boundary=b1\n`,
    `${part}${part}--b1--\n`,
  ].join("\n");
}

/** Objects with the same few keys, in ever different order. */
function shapes(): string {
  const keys = Object.keys(failure("x", "y", 1, "z"));
  return many(1e5, (at) =>
    JSON.stringify(Object.fromEntries(keys.map((_, step) => [keys[(at * (step + 1) + step) % 6] ?? `k${step}`, at]))),
  ).join(",");
}

const HOSTILE: readonly (readonly [string, () => Buffer | string])[] = [
  ["a gzip bomb of 70 MB", () => spaces],
  ["a bomb in a bomb", () => gzipSync(spaces)],
  ["a gzip bomb in a mail", () => mailOf(google, { body: reportParts(Buffer.alloc(70 * MEGABYTE, 0x20)) })],
  ["gzip of 100,000 members", () => Buffer.concat(many(100_000, () => gzipSync("")))],
  [
    "gzip of 100,000 members around a report",
    () => Buffer.concat([...many(100_000, () => gzipSync("")), gzipSync(json)]),
  ],
  ["a ZIP bomb of 65 MB", () => zipOf([{ name: "a.json", data: Buffer.alloc(65 * MEGABYTE) }])],
  ["a ZIP of many bombs", () => zipOf(many(3, (at) => ({ name: `${at}.json`, data: BLANKS })))],
  ["a ZIP whose entries share their bytes", () => overlapping],
  ["a ZIP of 25,001 entries", () => zipOf(many(25_001, (at) => ({ name: `${at}`, data: Buffer.alloc(0) })))],
  ["a ZIP that lies about its sizes", () => zipOf([{ name: "a.json", data: Buffer.alloc(MEGABYTE), size: 2 ** 31 }])],
  ["a mail of 100,000 parts", () => mailOf(google, { body: "--b1\r\n\r\n.\r\n".repeat(1e5) })],
  ["a mail of 100,000 headers", () => `${many(1e5, (at) => `X-${at}: y`).join("\r\n")}\r\n\r\nbody`],
  ["a mail of 250,000 header lines without a colon", () => `Subject: x\n${"y\n".repeat(250_000)}\nbody`],
  [
    "a mail of 60 parts of such headers",
    () => mailOf(google, { body: `${`--b1\r\n${"y\n".repeat(250_000)}\r\n`.repeat(60)}--b1--\r\n` }),
  ],
  ["a header of 20 MB", () => `Subject: ${"y".repeat(20 * MEGABYTE)}\r\n\r\nbody`],
  ["a mailbox of one mail of 70 MB", () => `From a@b Sun Mar  1 00:00:00 2026\n${"x".repeat(70 * MEGABYTE)}`],
  [
    "a mailbox of mails of 31 MB",
    () => `From a@b Sun Mar  1 00:00:00 2026\nSubject: x\n\n${"x".repeat(31 * MEGABYTE)}\n\n`.repeat(4),
  ],
  [
    "multiparts in multiparts",
    () => many(5000, (at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`).join(""),
  ],
  ["nesting of a million arrays", () => "[".repeat(1e6) + "]".repeat(1e6)],
  ["nesting of a million objects", () => '{"a":'.repeat(1e6)],
  ["nesting just below the size that is counted first", () => "[".repeat(250_000) + "]".repeat(250_000)],
  ["nesting inside a report", () => withDetails(`"x":${"[".repeat(1e6)}${"]".repeat(1e6)}`)],
  ["four million empty arrays", () => `[${"[],".repeat(4e6)}[]]`],
  ["a string of 40 MB", () => withDetails(`"x":"${"y".repeat(40 * MEGABYTE)}"`)],
  ["a million keys", () => withDetails(many(1e6, (at) => `"${at}":1`).join(","))],
  ["a million duplicate keys", () => withDetails('"x":1,'.repeat(1e6) + '"x":1')],
  ["two million different keys", () => gzipSync(withDetails(many(2e6, (at) => `"k${at}":1234567890`).join(",")))],
  ["100,000 objects of different shapes", () => gzipSync(withDetails(`"x":[${shapes()}]`))],
  ["a mail of bombs", () => mailOf(google, { body: gzipPart(twentyMegabytes).repeat(190) + "--b1--\r\n" })],
  [
    "a mail of bombs in forwarded mails",
    () => mailOf(google, { body: forwardOf(gzipPart(twentyMegabytes)).repeat(150) + "--b1--\r\n" }),
  ],
  [
    "a mail of bombs that is not of the plain shape",
    () => mailOf(google, { body: gzipPart(twentyMegabytes, "BASE64 (x)").repeat(200) + "--b1--\r\n" }),
  ],
  ["a ZIP of ZIPs", () => zipOf(many(100, (at) => ({ name: `${at}.zip`, data: someArchive })))],
  ["a ZIP of gzip files", () => zipOf(many(190, (at) => ({ name: `${at}.json.gz`, data: twentyMegabytes })))],
  ["a mail of 60 MB", () => mailOf(google, { body: "=20".repeat(20 * MEGABYTE) })],
  [
    "a mail of 30 MB in quoted-printable",
    () => mailOf(google, { body: `--b1\r\nContent-Type: application/json\r\n${QUOTED}${"=20".repeat(1e7)}\r\n--b1--` }),
  ],
  ["a body of boundaries in one line", () => mailOf(google, { body: `x${"--b1".repeat(7 * MEGABYTE)}` })],
  ["a mailbox mail of escaped lines", () => `${FROM}${">From x\n".repeat(31 * (MEGABYTE / 8))}`],
  ["a mailbox mail of escapes in one line", () => `${FROM}\n${">".repeat(31 * MEGABYTE)}`],
  ["a mailbox mail of lines that are almost separators", () => `${FROM}${"\n\nFrom x".repeat(31 * (MEGABYTE / 8))}`],
  ["a mailbox of mails with much in their headers, of which some is kept", () => many(160, talkative).join("\n")],
  ["a mailbox of 500,000 mails in a gzip", () => gzipSync(`${FROM}Subject: x\n\n`.repeat(5e5))],
  ["a million policies", () => JSON.stringify({ ...google, policies: many(1e6, () => 0) })],
  ["70 MB of nothing known", () => Buffer.alloc(70 * MEGABYTE, 7)],
  [
    "deflate that never ends",
    () => Buffer.concat([gzipSync(json).subarray(0, 10), deflateRawSync(Buffer.alloc(60 * MEGABYTE)).subarray(0, -10)]),
  ],
];

interface Cost {
  problems: string[];
  reports: number;
  megabytes: number;
  seconds: number;
}

/** A whole report may be large, and then takes what one of 48 MB does: its bytes, its text, its values. */
const LARGE: readonly (readonly [string, string[], () => Buffer | string])[] = [
  ["60 MB of blanks around a report", [], () => gzipSync(Buffer.concat([Buffer.alloc(60 * MEGABYTE, 0x20), json]))],
  [
    "the same, with a claim of no length",
    [],
    () => {
      const gzip = gzipSync(Buffer.concat([Buffer.alloc(60 * MEGABYTE, 0x20), json]));
      return Buffer.concat([gzip, gzipSync("")]);
    },
  ],
  [
    "a report of 60 strings of a megabyte",
    [],
    () => gzipSync(withDetails(`"x":[${many(60, () => blankString).join(",")}]`)),
  ],
  [
    "250,000 failures, each of its own host and reason",
    [],
    () => gzipSync(detailsOf(2.5e5, (at) => failure("certificate-expired", `h${at}.example.com`, 1, `r${at}`))),
  ],
  [
    "400,000 failures, each of its own type",
    [],
    () => gzipSync(detailsOf(4e5, (at) => failure(`t${at}`, undefined, 1))),
  ],
  [
    "failures of types that are equal for 4,000 characters",
    [],
    () => gzipSync(detailsOf(12_000, (at) => failure("t".repeat(4000) + String(at), undefined, 1))),
  ],
  [
    "policies of a thousand mx each",
    [],
    () => gzipSync(policiesOf(900, (entry) => googleReport({ mx: many(1000, (at) => `m${at}.${entry}.example.com`) }))),
  ],
  ["150,000 policies", ["too-large"], () => gzipSync(policiesOf(150_000, () => google))],
  [
    "a mail of 100 reports in 60 MB of blanks each",
    ["too-large"],
    () =>
      mailOf(google, {
        body: gzipPart(gzipSync(Buffer.concat([BLANKS, json]))).repeat(100) + "--b1--\r\n",
      }),
  ],
];

function detailsOf(count: number, detail: (at: number) => Record<string, unknown>): string {
  return JSON.stringify(googleReport({ failures: 1, details: many(count, detail) }));
}

function policiesOf(count: number, report: (at: number) => Record<string, unknown>): string {
  return JSON.stringify({ ...google, policies: many(count, (at) => (report(at)["policies"] as unknown[])[0]) });
}

test.each(LARGE)("%s costs no more than an honest one", (_name, problems, content) => {
  const cost = costOf(content(), 2 * MOST_SECONDS);
  expect(cost).toMatchObject({ problems, reports: 1 });
  expect(cost.megabytes).toBeLessThan(300);
  expect(cost.seconds).toBeLessThan(2 * MOST_SECONDS);
});

test.each(HOSTILE)("%s is refused or read within bounds, and the report beside it is read", (_name, content) => {
  const cost = costOf(content(), MOST_SECONDS);
  expect(cost.reports).toBe(1);
  expect(cost.megabytes).toBeLessThan(MOST_MB);
  expect(cost.seconds).toBeLessThan(MOST_SECONDS);
});

/** Reads it beside a report that must not suffer; again where that took longer than it may. */
function costOf(content: Buffer | string, mostSeconds: number): Cost {
  const folder = folderOf({ "a.json.gz": content, "b.json": bytesOf(googleReport({ id: "good" })) });
  let cost = read(folder);
  for (let tries = 1; cost.seconds >= mostSeconds && tries < MOST_TRIES; tries++) {
    const again = read(folder);
    cost = { ...again, megabytes: Math.max(cost.megabytes, again.megabytes) };
  }
  if (process.env["SHOW_COSTS"] === "1") console.log(expect.getState().currentTestName, JSON.stringify(cost));
  return cost;
}

function read(folder: string): Cost {
  return inProcess(
    lib,
    `const before = process.cpuUsage();
     const set = await lib.readReports([args[0]], { trust: true, authservIds: [args[1]] });
     const { user, system } = process.cpuUsage(before);
     return {
       problems: [...new Set(set.problems.map(({ code }) => code))],
       reports: set.reports.filter(({ reportId }) => reportId === "good").length,
       megabytes: peakMegabytes(),
       seconds: (user + system) / 1e6,
     };`,
    folder,
    AUTHSERV,
  ) as Cost;
}
