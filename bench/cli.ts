/** bench:cli: `mta-sts --version` against bare node, each in a process of its own. Needs the build (`npm run build`). */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import Table from "cli-table3";

const rounds = 40;
const main = join(__dirname, "../dist/cli/main.js");
const commands = {
  "node -e 0": ["-e", "0"],
  "mta-sts --version": [main, "--version"],
  "mta-sts --help": [main, "--help"],
  "mta-sts explain mx-covered": [main, "explain", "mx-covered"],
};

function milliseconds(argv: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${argv.join(" ")} exits with ${String(status)}: ${stderr}`);
  return performance.now() - started;
}

function median(samples: readonly number[]): number {
  return [...samples].sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? 0;
}

if (!existsSync(main)) throw new Error("dist/cli/main.js is not there: run `npm run build` first.");
const samples = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
// In turns, so that what else the machine does falls on all of them alike; the first round warms the disk cache.
for (let round = 0; round <= rounds; round++) {
  for (const [name, argv] of Object.entries(commands)) {
    const taken = milliseconds(argv);
    if (round > 0) samples.get(name)?.push(taken);
  }
}
const medians = Object.fromEntries([...samples].map(([name, taken]) => [name, median(taken)]));
const bare = medians["node -e 0"] ?? 0;
const table = new Table({ head: ["command", "median ms", "ratio"], style: { head: [], border: [] } });
for (const [name, taken] of Object.entries(medians)) table.push([name, taken.toFixed(1), (taken / bare).toFixed(2)]);
console.log(table.toString());
const versionMs = medians["mta-sts --version"] ?? 0;
console.log(
  JSON.stringify({
    bench: "cli",
    rounds,
    nodeMs: Number(bare.toFixed(1)),
    versionMs: Number(versionMs.toFixed(1)),
    versionRatio: Number((versionMs / bare).toFixed(2)),
    versionRatioLimit: 1.5,
  }),
);
