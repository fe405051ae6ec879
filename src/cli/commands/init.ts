import type { Command } from "commander";
import { runInit, type InitFlags } from "../init/runInit";
import { outputOf } from "../output";
import { commaList, seconds } from "../parseOption";

const examples = `
Examples:
  mta-sts init example.com
  mta-sts init example.com --out infra/mail --zone-id Z0123456789EXAMPLE
  mta-sts init example.com --dns cloudflare --rua mailto:tls@example.com,https://reports.example.net/v1

Files that exist are never overwritten. Where records exist already, import.json takes them into the stack.`;

export function register(program: Command): void {
  program
    .command("init")
    .description("write a Pulumi project for a domain as it is now, in the stage that it is in")
    .argument("<domain>", "the mail domain")
    .option("-o, --out <folder>", "where to write (default: a folder named after the domain)")
    .option(
      "--rua <uris>",
      "where reports go (default: what is published, else mailto:tls-reports@<domain>)",
      commaList,
    )
    .option("--dns <host>", "route53 or cloudflare (default: by the domain's name servers)")
    .option("--zone-id <id>", "the id of the zone, for the program and for import.json")
    .option("--name <name>", "the name of the component in the program", "mail")
    .option("--dns-server <address[:port]>", "ask this DNS server, and no other")
    .option("--timeout <seconds>", "for fetching the policy (default: 60)", seconds)
    .addHelpText("after", examples)
    .action(async (domain: string, flags: InitFlags, command: Command) => {
      process.exitCode = await runInit(domain, flags, outputOf(command));
    });
}
