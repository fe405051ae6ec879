import type { Command } from "commander";
import { outputOf } from "../output";
import { wholeNumber } from "../parseOption";
import { runPolicy, type PolicyFlags } from "../policy/runPolicy";

const examples = `
Examples:
  mta-sts policy mta-sts.txt
  curl -s https://mta-sts.example.com/.well-known/mta-sts.txt | mta-sts policy -
  mta-sts policy --canonical mta-sts.txt > public/.well-known/mta-sts.txt

The id belongs to the canonical form: serve those bytes (CRLF line ends) with that id.
Exit codes: 0 valid, 1 not valid, 2 the file cannot be read.`;

export function register(program: Command): void {
  program
    .command("policy")
    .description("validate a policy file; print its canonical form and the id that belongs to it")
    .argument("<file>", 'the policy file; "-" is standard input')
    .option("--revision <number>", "the policy's revision, hashed into the id", wholeNumber(0, 9999))
    .option("--canonical", "write the canonical form and nothing else")
    .option("--json", "write JSON")
    .addHelpText("after", examples)
    .action((file: string, flags: PolicyFlags, command: Command) => {
      process.exitCode = runPolicy(file, flags, outputOf(command));
    });
}
