import type { Command } from "commander";
import { outputOf } from "../output";
import { parseSince } from "../reports/parseSince";
import { addReadOptions } from "../reports/readFlags";
import { runReports, type ReportsFlags } from "../reports/runReports";

const examples = `
Examples:
  mta-sts reports reports/ --domain example.com --trust
  mta-sts reports Maildir/ inbox.mbox --authserv-id mx.example.com --since 30d
  mta-sts reports s3://my-bucket/tlsrpt/ --bucket-owner 123456789012 --html reports.html
  cat report.json.gz | mta-sts reports -

A path is a file (.json, .gz, .eml, .zip, mbox; told by content), a directory, a Maildir, s3://bucket/prefix or "-".
The JSON schema, and which reports count as evidence: docs/reports.md.
Exit codes: 0 read, 2 nothing could be read.`;

export function register(program: Command): void {
  const command = program
    .command("reports")
    .description("read TLS-RPT reports: what failed, on whose side, and what to do")
    .argument("<path...>", "files, directories, mailboxes, buckets")
    .option("--domain <domain>", "only what is about this domain")
    .option("--since <span>", "only reports that ended since: 30d, 12h, 6w or 2026-03-01", parseSince)
    .option("--html <file>", "write one self-contained page with charts as well");
  addReadOptions(command)
    .addHelpText("after", examples)
    .action(async (paths: string[], flags: ReportsFlags, self: Command) => {
      process.exitCode = await runReports(paths, flags, outputOf(self));
    });
}
