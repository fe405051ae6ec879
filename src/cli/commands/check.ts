import type { Command } from "commander";
import { commaList, endpoint, ports, seconds, wholeNumber } from "../parseOption";
import { outputOf } from "../output";
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
  program
    .command("check")
    .description("check the MTA-STS policy, TLS reporting and MX hosts of live domains")
    .argument("[domain...]", "mail domains")
    .option("-f, --file <path>", 'read domains from a file, one a line, # begins a comment; "-" is standard input')
    .option("--smtp", "probe each address of each MX host over SMTP")
    .option("--json", "write JSON (its schema: docs/check.schema.json in this package)")
    .option("-q, --quiet", "show failures and what could not be checked, nothing else")
    .option("-a, --all", "show every rule, also those that passed")
    .option("--ignore <rules>", "leave these rules out (comma-separated)", commaList)
    .option("--dns-server <address[:port]>", "ask this DNS server, and no other")
    .option("--authoritative", "with --dns-server: ask the zone's own servers all the same")
    .option("--connect-to <host:port>", "connect there instead of to the policy host", endpoint)
    .option("--ca <file>", "trust the certificates in this PEM file as well")
    .option("--allow-private", "let private, loopback and link-local addresses be connected to")
    .option("--timeout <seconds>", "for one HTTPS or SMTP exchange (default: 60, for SMTP 10)", seconds)
    .option("--concurrency <number>", "domains at a time", wholeNumber(1, 256), 16)
    .option("--ports <list>", "other ports than https=443,smtp=25,dns=53", ports)
    .addHelpText("after", examples)
    .action(async (domains: string[], flags: CheckFlags, command: Command) => {
      process.exitCode = await runCheck(domains, flags, outputOf(command));
    });
}
