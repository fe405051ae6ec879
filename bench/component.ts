/** The component against the same resources written by hand, under mocks: `npm run bench:component [-- --samples 5]`. */
import path from "node:path";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { childSample, numbers } from "./support/childSample";
import { median, pairedRatio, round } from "./support/ratio";

const sizes = [1, 100, 1000];
const script = path.join(__dirname, "support", "componentSample.ts");
const figures = numbers("milliseconds", "megabytes", "resources");

async function compare(domains: number, samples: number) {
  const sides = { component: [] as Sample[], flat: [] as Sample[] };
  for (let round = 0; round < samples; round++) {
    // The order changes from pair to pair, so that neither side always meets the warmer machine.
    const order = round % 2 === 0 ? (["component", "flat"] as const) : (["flat", "component"] as const);
    for (const side of order) {
      sides[side].push(await childSample(script, [side, String(domains)], figures, ["--expose-gc"]));
      process.stderr.write(`${domains} domains, pair ${round + 1} of ${samples}, ${side}\n`);
    }
  }
  const pick = (side: keyof typeof sides, figure: keyof Sample) => sides[side].map((sample) => sample[figure]);
  return {
    domains,
    componentMs: round(median(pick("component", "milliseconds")), 1),
    flatMs: round(median(pick("flat", "milliseconds")), 1),
    timeRatio: pairedRatio(pick("component", "milliseconds"), pick("flat", "milliseconds")),
    componentMb: round(median(pick("component", "megabytes")), 2),
    flatMb: round(median(pick("flat", "megabytes")), 2),
    memoryRatio: pairedRatio(pick("component", "megabytes"), pick("flat", "megabytes")),
  };
}

type Sample = ReturnType<typeof figures>;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { samples: { type: "string", default: "5" } } });
  const results = [];
  for (const domains of sizes) results.push(await compare(domains, Number(values.samples)));
  const table = new Table({
    head: ["domains", "component ms", "flat ms", "time ratio", "component MB", "flat MB", "memory ratio"],
    style: { head: [], border: [] },
  });
  for (const result of results) table.push(Object.values(result));
  console.log(table.toString());
  const ratios = results.flatMap(({ domains, timeRatio, memoryRatio }) => [
    [`time${domains}Ratio`, timeRatio],
    [`memory${domains}Ratio`, memoryRatio],
  ]);
  console.log(JSON.stringify({ results, ...Object.fromEntries(ratios) }));
}

void main();
