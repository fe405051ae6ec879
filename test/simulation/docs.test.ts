import { readFileSync } from "node:fs";
import { docsFile, renderResult, resultFile, withResult, type SimulationResult } from "../../tools/renderSimulation";
import { emptyTally } from "../../simulation/measure/tally";

const resultOf = (broken: number, examples: number[]): SimulationResult => ({
  ...{ sequences: 12_000, seed: 7 },
  strategies: { ours: { ...emptyTally(), accepted: 1234, refused: 56, messages: 7_890_123, broken, examples } },
});

test("docs/simulation.md holds the result of docs/simulation.json (npx tsx tools/renderSimulation.ts writes it)", () => {
  const document = readFileSync(docsFile, "utf8");
  const result = JSON.parse(readFileSync(resultFile, "utf8")) as SimulationResult;
  expect(withResult(document, result)).toBe(document);
});

test("the result in the docs says how many sequences break a property, and which", () => {
  const whole = renderResult(resultOf(0, []));
  expect(whole).toContain("12,000 sequences by seed 7:");
  expect(whole).toMatch(/^\| \*\*pulumi-mta-sts\*\* +\| 7,890,123 \|( +0 \|){8}$/m);
  expect(whole).toContain("1,234 deploys were accepted and 56 refused. No sequence breaks a property.");
  expect(renderResult(resultOf(2, [31, 40]))).toContain("2 sequences break a property, first number 31.");
});
