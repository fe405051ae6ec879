import { readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { writeGzipCorpus, writeMailCorpus } from "../../bench/reports/corpus";
import { readReports, summarize, type ReportSet } from "../../src/reports";
import { folderOf } from "./support/folder";
import { corpusTool, type Sums } from "./support/python";

function sumsOf(set: ReportSet): Sums {
  expect(set.problems).toEqual([]);
  const { total, mx } = summarize(set);
  const types: Record<string, number> = {};
  for (const { resultTypes } of mx) {
    for (const { resultType, failures } of resultTypes) types[resultType] = (types[resultType] ?? 0) + failures;
  }
  return { ...total, types };
}

test("reports and mails of an independent generator say what went into them", async () => {
  const folder = folderOf({ "mail/.keep": "", "files/.keep": "" });
  const sums = corpusTool("generate.py", join(folder, "files"), "25");
  for (const name of readdirSync(join(folder, "files"))) {
    if (name.endsWith(".eml")) renameSync(join(folder, "files", name), join(folder, "mail", name));
  }
  const fromFiles = await readReports([join(folder, "files")], { trust: true });
  const fromMail = await readReports([join(folder, "mail")]);
  expect(sums.reports).toBe(25);
  expect(sumsOf(fromFiles)).toEqual(sums);
  expect(sumsOf(fromMail)).toEqual(sums);
  expect(fromFiles.deviations.size).toBe(0);
  expect(fromFiles.reports[0]).toMatchObject({
    organization: "Independent Sender GmbH",
    contactDomain: "sender.example",
  });
}, 300_000);

test("an independent parser reads the same totals from the generated corpus", async () => {
  const folder = folderOf({});
  writeGzipCorpus(join(folder, "gzip"), 300);
  writeMailCorpus(join(folder, "mail"), 100, "mx.example.com");
  for (const name of ["gzip", "mail"]) {
    const sums = corpusTool("parse.py", join(folder, name));
    expect(sumsOf(await readReports([join(folder, name)], { trust: true }))).toEqual(sums);
  }
}, 300_000);
