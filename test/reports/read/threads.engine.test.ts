import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { corpus, mailOf as corpusMail } from "../../../bench/reports/corpus";
import { compiledReports, inProcess } from "../support/compiled";
import { folderOf } from "../support/folder";
import { bytesOf, googleReport } from "../support/samples";

const lib = compiledReports();
const AUTHSERV = "mx.example.com";
const google = googleReport();

/** Reports of every container, among them repeated, disputed, broken, foreign and old ones. */
function files(): Record<string, string | Buffer> {
  const all: Record<string, string | Buffer> = {};
  for (const report of corpus(1500, { seed: 5, days: 30 })) {
    const at = Object.keys(all).length;
    const name = String(at).padStart(5, "0");
    if (at % 3 === 0) all[`${name}.eml`] = corpusMail(report, AUTHSERV);
    else all[`${name}.json.gz`] = gzipSync(report.json);
    if (at % 50 === 0) all[`${name}-again.json`] = report.json;
    if (at % 70 === 0) all[`${name}-other.json`] = report.json.replace('"total-successful-session-count":', "$&1");
    if (at % 90 === 0) all[`${name}-broken.json.gz`] = gzipSync(report.json).subarray(0, 80);
  }
  all["foreign.json"] = bytesOf(googleReport({ domain: "other.example" }));
  all["old.json"] = bytesOf(googleReport({ day: "2024-01-01" }));
  return all;
}

test("two threads, new or warm, read what one reads, to the last label", () => {
  const answer = inProcess(
    lib,
    `const { isDeepStrictEqual } = require("node:util");
     const read = (workers) => lib.readReports([args[0]], {
       domain: "example.com", since: new Date("2025-01-01"), trust: true, authservIds: [args[1]], workers,
     });
     const one = await read(1);
     const others = [await read(2), await read(2), await read(3)];
     return {
       same: others.map((set) => isDeepStrictEqual({ ...set, problems: sorted(set) }, { ...one, problems: sorted(one) })),
       counts: one.counts,
       evidence: one.reports.filter(({ trust }) => trust.evidence).length,
     };
     function sorted({ problems }) { return [...problems].sort((a, b) => (a.label < b.label ? -1 : 1)); }`,
    folderOf(files()),
    AUTHSERV,
  ) as { same: boolean[]; counts: Record<string, number>; evidence: number };
  expect(answer.same).toEqual([true, true, true]);
  expect(answer.counts).toMatchObject({ otherDomains: 1, older: 1 });
  expect(answer.counts["reports"]).toBeGreaterThan(1500);
  for (const count of ["duplicates", "disputed", "problems", "mails"]) expect(answer.counts[count]).toBeGreaterThan(5);
  expect(answer.evidence).toBeGreaterThan(1400);
});

test("a thread that has nothing left to read keeps no process alive", () => {
  const folder = folderOf(Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`${at}.json`, bytesOf(google)])));
  const log = join(folderOf({}), "left");
  inProcess(
    lib,
    `await lib.readReports([args[0]], { trust: true, workers: 2 });
     const done = performance.now();
     process.on("exit", () => require("node:fs").writeFileSync(args[1], String(performance.now() - done)));`,
    folder,
    log,
  );
  // A thread waits two seconds for more to read.
  expect(Number(readFileSync(log, "utf8"))).toBeLessThan(1500);
});
