import type { Command } from "commander";
import { addNetworkOptions } from "../networkOptions";
import { outputOf } from "../output";
import { commaList, seconds, wholeNumber } from "../parseOption";
import { runCheck, type CheckFlags } from "../check/runCheck";

const examples = `
Examples:
  mta-sts check example.com
  mta-sts check --smtp example.com example.org          probe the mail servers too (needs outbound port 25)
  mta-sts check --json --file domains.txt > report.json
  mta-sts check --connect-to d111111abcdef8.cloudfront.net:443 example.com
  mta-sts check --dns-server 10.0.0.53 --allow-private intranet.example

One rule, or all of them: mta-sts explain [rule]. The JSON schema: docs/check.schema.json in this package.
Exit codes: 0 no failure, 1 failures, 2 something could not be checked.`;

export function register(program: Command): void {
  const command = program
    .command("check")
    .description("check the MTA-STS policy, TLS reporting and MX hosts of live domains")
    .argument("[domain...]", "mail domains")
    .option("-f, --file <path>", 'read domains from a file, one a line, # begins a comment; "-" is standard input')
    .option("--smtp", "probe each address of each MX host over SMTP")
    .option("--json", "write JSON (its schema: docs/check.schema.json in this package)")
    .option("-q, --quiet", "show failures and what could not be checked, nothing else")
    .option("-a, --all", "show every rule, also those that passed")
    .option("--ignore <rules>", "leave these rules out (comma-separated)", commaList)
    .option("--timeout <seconds>", "for one HTTPS or SMTP exchange (default: 60, for SMTP 10)", seconds)
    .option("--concurrency <number>", "domains at a time", wholeNumber(1, 256), 16);
  addNetworkOptions(command)
    .addHelpText("after", examples)
    .action(async (domains: string[], flags: CheckFlags, self: Command) => {
      process.exitCode = await runCheck(domains, flags, outputOf(self));
    });
}
