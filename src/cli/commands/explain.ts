import type { Command } from "commander";
import { runExplain } from "../explain/runExplain";
import { outputOf } from "../output";

const examples = `
Examples:
  mta-sts explain                              list every rule and result type
  mta-sts explain mx-covered                   a rule of mta-sts check
  mta-sts explain certificate-host-mismatch    a result type of a TLS report (RFC 8460 §4.3)

Exit codes: 0 explained, 2 nothing has that name.`;

export function register(program: Command): void {
  program
    .command("explain")
    .description("explain a rule of `check`, or a result type of a TLS report")
    .argument("[name]", "the id of a rule, or a result type")
    .addHelpText("after", examples)
    .action((name: string | undefined, _flags: unknown, command: Command) => {
      process.exitCode = runExplain(name, outputOf(command));
    });
}
