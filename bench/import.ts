/** Loading the package against loading the SDK modules that it uses: `npm run bench:import [-- --samples 11]`. */
import path from "node:path";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { childSample, numbers } from "./support/childSample";
import { median, pairedRatio, round } from "./support/ratio";

const script = path.join(__dirname, "support", "importSample.cjs");
const figures = numbers("milliseconds", "modules", "unused");
type Sample = ReturnType<typeof figures>;

async function compare(name: string, samples: number) {
  const sides = { ours: [] as Sample[], sdk: [] as Sample[] };
  // The first pair fills the file cache and is thrown away.
  for (let pair = -1; pair < samples; pair++) {
    const order = pair % 2 === 0 ? (["ours", "sdk"] as const) : (["sdk", "ours"] as const);
    for (const side of order) {
      const sample = await childSample(script, [name, side], figures);
      if (pair >= 0) sides[side].push(sample);
    }
  }
  const pick = (side: keyof typeof sides) => sides[side].map(({ milliseconds }) => milliseconds);
  const unused = Math.max(...sides.ours.map((sample) => sample.unused));
  if (unused > 0)
    throw new Error(`${name}: ${unused} modules of a provider that the program does not use were loaded.`);
  return {
    name,
    oursMs: round(median(pick("ours")), 1),
    sdkMs: round(median(pick("sdk")), 1),
    importRatio: pairedRatio(pick("ours"), pick("sdk")),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { samples: { type: "string", default: "11" } } });
  const results = [];
  for (const name of ["package", "route53", "cloudflare"]) results.push(await compare(name, Number(values.samples)));
  const table = new Table({
    head: ["program", "package ms", "SDK alone ms", "ratio"],
    style: { head: [], border: [] },
  });
  for (const result of results) table.push(Object.values(result));
  console.log(table.toString());
  const ratios = results.map(({ name, importRatio }) => [`${name}Ratio`, importRatio]);
  console.log(JSON.stringify({ results, ...Object.fromEntries(ratios) }));
}

void main();
