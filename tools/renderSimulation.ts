import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { outcomes } from "../simulation/measure/table";
import type { Tally } from "../simulation/measure/tally";
import { ours, strategies } from "../simulation/operators/strategies";
import { markdownTable, withGenerated } from "./generatedMarkdown";

/**
 * Writes the result in docs/simulation.md from docs/simulation.json, the last line that the simulation prints:
 * `npm run --silent simulate -- --sequences 10000 --seed 1 | tail -1 > docs/simulation.json`, `npx prettier --write` it, then
 * `npx tsx tools/renderSimulation.ts`.
 */

const docs = path.join(__dirname, "..", "docs");
export const docsFile = path.join(docs, "simulation.md");
export const resultFile = path.join(docs, "simulation.json");

/** What the last line of a run says. */
export interface SimulationResult {
  sequences: number;
  seed: number;
  /** By name. */
  strategies: Record<string, Tally>;
}

export function renderResult({ sequences, seed, strategies: tallies }: SimulationResult): string {
  const rows = strategies.flatMap(({ name, title }) => {
    const tally = tallies[name];
    const label = name === ours.name ? `**${title}**` : title;
    return tally === undefined ? [] : [[label, ...outcomes.map(([key]) => thousands(tally[key]))]];
  });
  const own = tallies[ours.name];
  return [
    `${thousands(sequences)} sequences by seed ${seed}:`,
    markdownTable(["", ...outcomes.map(([, title]) => title)], rows, { numbers: true }),
    ...(own === undefined ? [] : [sentenceOf(own)]),
  ].join("\n\n");
}

function sentenceOf({ accepted, refused, broken, examples }: Tally): string {
  const deploys = `Of ours ${thousands(accepted)} deploys were accepted and ${thousands(refused)} refused.`;
  if (broken === 0) return `${deploys} No sequence breaks a property.`;
  return `${deploys} ${thousands(broken)} sequences break a property, first number ${examples[0] ?? ""}.`;
}

function thousands(number: number): string {
  return number.toLocaleString("en");
}

/** The document with its generated part replaced. */
export function withResult(document: string, result: SimulationResult): string {
  return withGenerated(document, "docs/simulation.md", "tools/renderSimulation.ts", renderResult(result));
}

if (require.main === module) {
  const result = JSON.parse(readFileSync(resultFile, "utf8")) as SimulationResult;
  writeFileSync(docsFile, withResult(readFileSync(docsFile, "utf8"), result));
}
