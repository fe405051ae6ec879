import { type Command, InvalidArgumentError } from "commander";
import { commaList, endpoint } from "../parseOption";
import { outputOf } from "../output";
import { addReadOptions } from "../reports/readFlags";
import type { ReadyFlags } from "../reports/runReady";

const examples = `
Examples:
  mta-sts ready example.com --reports Maildir/ --authserv-id mx.example.com
  mta-sts check --smtp --json example.com > check.json
  mta-sts ready example.com --reports reports/ --trust --probe check.json

Once the policy is enforced, the same command is the daily alarm: exit 1 on new failures on your side.
The rules and their numbers: docs/reports.md.
Exit codes: 0 ready, 1 not ready, 2 not enough evidence.`;

export function register(program: Command): void {
  const command = program
    .command("ready")
    .description("say whether enforcing the policy is safe, by the reports of those who send")
    .argument("<domain>", "the mail domain")
    .requiredOption("--reports <path...>", "files, directories, mailboxes, buckets, as for `reports`")
    .option("--probe <file>", "the output of `mta-sts check --smtp --json`, at most 7 days old")
    .option("--partner <domains>", "senders whose every failure blocks (comma-separated)", commaList)
    .option("--reporter <domains>", "further known reporters, by the domain that signs their reports", commaList)
    .option(
      "--set <name=number>",
      "one of the numbers of docs/reports.md, such as spanDays=21; may be repeated",
      number,
    )
    .option("--dns-server <address[:port]>", "ask this DNS server, and no other")
    .option("--connect-to <host:port>", "fetch the policy there instead of from the policy host", endpoint)
    .option("--ca <file>", "trust the certificates in this PEM file as well")
    .option("--allow-private", "let private, loopback and link-local addresses be connected to");
  addReadOptions(command)
    .addHelpText("after", examples)
    .action(async (domain: string, flags: ReadyFlags, self: Command) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- DNS and HTTPS are loaded only where they are used
      const { runReady } = require("../reports/runReady") as typeof import("../reports/runReady");
      process.exitCode = await runReady(domain, flags, outputOf(self));
    });
}

function number(text: string, before: Record<string, number> = {}): Record<string, number> {
  const match = /^([A-Za-z]+)=(\d+(?:\.\d+)?)$/.exec(text);
  if (match === null) throw new InvalidArgumentError("It is name=number, such as spanDays=21.");
  return { ...before, [match[1]!]: Number(match[2]) };
}
