import * as fc from "fast-check";
import { ours } from "../../../simulation/operators/strategies";
import { runSequence } from "../../../simulation/run/runSequence";
import type { Scenario } from "../../../simulation/scenario/scenario";
import { ModelOfEngine } from "./modelOfEngine";
import { engineScenarios } from "./engineScenarios";
import { faultsOf } from "./faults";
import { runOnEngine } from "./runOnEngine";

const seed = 20261122;
const sequences = 200;
const batchSize = 25;
const minutes = 60_000;

/**
 * Declares a test for each batch of sequences, by their numbers: that no accepted deploy of the real component on the
 * real engine breaks a property, and that the model did the same operations in the same order with the same result.
 */
export function holdsOnTheEngine(batches: readonly number[]): void {
  const scenarios = fc.sample(engineScenarios, { seed, numRuns: sequences });
  let order: number[];
  beforeAll(async () => (order = await byLength(scenarios)), minutes);

  it.each([...batches])(
    "no accepted deploy of the real component loses mail, and the model tells the same story (batch %i)",
    async (batch) => {
      const numbers = order.slice(batch * batchSize, (batch + 1) * batchSize);
      const runs = await runOnEngine(
        numbers.map((number) => scenarios[number]!),
        `batch${batch}`,
      );
      const failing = runs.findIndex((run) => faultsOf(run).length > 0);
      if (failing === -1) return;
      const number = numbers[failing]!;
      await shrink(number);
      // Alone it does not fail: say what was seen among the others.
      expect({ number, faults: faultsOf(runs[failing]!) }).toEqual({ faults: [] });
    },
    15 * minutes,
  );
}

/** Numbers of scenarios by how many deploys they take: the engine goes through a whole batch until its last is done. */
async function byLength(scenarios: readonly Scenario[]): Promise<number[]> {
  const deploys: number[] = [];
  for (const scenario of scenarios) {
    const { log } = await runSequence(scenario, ours, (context) => new ModelOfEngine(context));
    deploys.push(log.accepted + log.refused);
  }
  return scenarios.map((_, number) => number).sort((a, b) => deploys[a]! - deploys[b]!);
}

/** Runs one sequence alone, and where it fails again finds the shortest of its kind that does. */
async function shrink(number: number): Promise<void> {
  const alone = fc.asyncProperty(engineScenarios, async (scenario) => {
    const [run] = await runOnEngine([scenario], "shrink");
    expect(run === undefined ? [] : faultsOf(run)).toEqual([]);
  });
  await fc.assert(alone, { seed, path: String(number), numRuns: 1, interruptAfterTimeLimit: 2 * minutes });
}
