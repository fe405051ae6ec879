import { Command, InvalidArgumentError } from "commander";
import { jsonLine, justificationTable, strategyTable } from "./measure/table";
import { runMany } from "./run/runMany";

/** `npm run simulate -- --sequences 10000 --seed 1`: ours and the usual ways, in one world. See docs/simulation.md. */
async function main(): Promise<void> {
  const { sequences, seed, justifyEvery } = new Command("simulate")
    .description("Simulates senders against every way an operator can deploy, and prints what each way loses.")
    .option("--sequences <number>", "operators, each with a domain and a list of things to do", whole, 1000)
    .option("--seed <number>", "the same seed gives the same operators, network and mail", whole, 1)
    .option(
      "--justify-every <number>",
      "of every so many sequences, apply the refusals of one anyway; 0: none",
      whole,
      10,
    )
    .parse()
    .opts<{ sequences: number; seed: number; justifyEvery: number }>();
  const started = Date.now();
  let done = 0;
  const { tallies, justifications } = await runMany({ sequences, seed, justifyEvery }, (more) => {
    done += more;
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${sequences} sequences`);
  });
  if (process.stderr.isTTY) process.stderr.write("\r");
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(
    `${sequences.toLocaleString("en")} sequences by seed ${seed}, each with every strategy, in ${seconds} s\n`,
  );
  console.log(strategyTable(tallies));
  if (justifications.length > 0) console.log(`\nRefusals applied anyway\n\n${justificationTable(justifications)}`);
  console.log(jsonLine(sequences, seed, tallies));
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("a whole number");
  return Number(text);
}

void main();
