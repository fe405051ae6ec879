import type { Command } from "commander";
import { runInit, type InitFlags } from "../init/runInit";
import { addNetworkOptions } from "../networkOptions";
import { outputOf } from "../output";
import { commaList, seconds } from "../parseOption";

const examples = `
Examples:
  mta-sts init example.com
  mta-sts init example.com --out infra/mail --zone-id Z0123456789EXAMPLE
  mta-sts init example.com --dns cloudflare --rua mailto:tls@example.com,https://reports.example.net/v1
  mta-sts init --dns-server 10.0.0.53 --allow-private intranet.example

Files that exist are never overwritten. Where records exist already, import.json takes them into the stack.
Exit codes: 0 written, 1 a file exists or the domain takes no mail, 2 the domain could not be looked at, or wrong usage.
Nothing is written unless the code is 0.`;

export function register(program: Command): void {
  const command = program
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
    .option("--timeout <seconds>", "for fetching the policy (default: 60)", seconds);
  addNetworkOptions(command)
    .addHelpText("after", examples)
    .action(async (domain: string, flags: InitFlags, self: Command) => {
      process.exitCode = await runInit(domain, flags, outputOf(self));
    });
}
