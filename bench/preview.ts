/**
 * A preview on the real engine, component against flat: `npm run bench:preview [-- --samples 12]`. The third side shows
 * what the SDK and the engine take for any component around these resources. Short previews are sampled more often: a
 * few milliseconds of the machine's are a large part of them.
 */
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { startSandbox, type Sandbox } from "../sandbox/sandbox";
import { deployment } from "../test/support/engine";
import { declareDomains, type Side } from "./support/declareSample";
import { quietWorld } from "./support/quietWorld";
import { median, pairedRatio, round } from "./support/ratio";

const sizes = [1, 10, 100];
/** Samples of a size, for one of the largest. */
const moreOften = new Map([
  [1, 8],
  [10, 3],
]);
const zoneId = "ZBENCH";

async function sample(sandbox: Sandbox, side: Side, domains: number, pair: number): Promise<number> {
  const program = () => {
    declareDomains(side, domains, zoneId);
    return Promise.resolve();
  };
  const stack = await deployment(sandbox, program, { stackName: `${side}-${domains}-${pair + 1}` });
  const start = performance.now();
  const { changes } = await stack.preview();
  const milliseconds = performance.now() - start;
  if (changes.length !== domains * 13) throw new Error(`${side}: ${changes.length} changes for ${domains} domains.`);
  return milliseconds;
}

async function compare(sandbox: Sandbox, domains: number, samples: number) {
  const sides: Record<Side, number[]> = { component: [], flat: [], bare: [] };
  // The first pair loads and compiles, and is thrown away.
  for (let pair = -1; pair < samples; pair++) {
    const order = pair % 2 === 0 ? (["component", "flat", "bare"] as const) : (["bare", "flat", "component"] as const);
    for (const side of order) {
      const milliseconds = await sample(sandbox, side, domains, pair);
      if (pair >= 0) sides[side].push(milliseconds);
      process.stderr.write(`${domains} domains, pair ${pair + 1} of ${samples}, ${side}\n`);
    }
  }
  return {
    domains,
    componentMs: round(median(sides.component), 0),
    flatMs: round(median(sides.flat), 0),
    previewRatio: pairedRatio(sides.component, sides.flat),
    bareMs: round(median(sides.bare), 0),
    bareRatio: pairedRatio(sides.bare, sides.flat),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { samples: { type: "string", default: "12" } } });
  quietWorld();
  const sandbox = await startSandbox({ route53: [{ name: "example.com", id: zoneId }] });
  try {
    const results = [];
    for (const domains of sizes) {
      results.push(await compare(sandbox, domains, Number(values.samples) * (moreOften.get(domains) ?? 1)));
    }
    const table = new Table({
      head: ["domains", "component ms", "flat ms", "ratio", "bare component ms", "bare ratio"],
      style: { head: [], border: [] },
    });
    for (const result of results) table.push(Object.values(result));
    console.log(table.toString());
    const [, ten, hundred] = results;
    // Ten times the domains in at most ten times the time: 1 or less is linear growth or better.
    const growthRatio = round(hundred!.componentMs / ten!.componentMs / 10, 3);
    const ratios = results.flatMap(({ domains, previewRatio, bareRatio }) => [
      [`preview${domains}Ratio`, previewRatio],
      [`bare${domains}Ratio`, bareRatio],
    ]);
    console.log(JSON.stringify({ results, ...Object.fromEntries(ratios), growthRatio }));
  } finally {
    await sandbox.close();
  }
}

void main();
