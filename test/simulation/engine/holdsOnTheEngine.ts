import * as fc from "fast-check";
import { brokenProperties } from "../../../simulation/measure/tally";
import { ours } from "../../../simulation/operators/strategies";
import { runSequence } from "../../../simulation/run/runSequence";
import type { Scenario } from "../../../simulation/scenario/scenario";
import { ModelOfEngine, outOfOrder } from "./engineDeployment";
import { engineScenarios } from "./engineScenarios";
import { runOnEngine, type EngineRun } from "./runOnEngine";

const seed = 20261122;
const sequences = 200;
const batchSize = 25;
const minutes = 60_000;
/** A host takes its file along. */
const withHost = ["delete host", "delete policyFile"];

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

/** What a run shows that it must not: a property that breaks, an order that is another, a model that is wrong. */
function faultsOf({ onEngine, inModel, failure, traces }: EngineRun): string[] {
  if (onEngine === undefined) return [failure ?? "no result"];
  const faults = brokenProperties(onEngine).map(
    (property) => `${property}: ${JSON.stringify(onEngine.journal.incidents)}`,
  );
  for (const [number, { performed, planned, ended }] of traces.entries()) {
    faults.push(...outOfOrder(performed));
    const missing = planned.filter((name) => ended === "done" && !performed.includes(name) && !withHost.includes(name));
    // The model's domains have their MX records from the start.
    const surplus = performed.filter(
      (name) => !planned.includes(name) && !withHost.includes(name) && !(name === "mx" && number === 0),
    );
    if (missing.length + surplus.length > 0)
      faults.push(`planned ${planned.join(", ")}; the engine did ${performed.join(", ")}`);
  }
  const [real, model] = [onEngine, inModel].map(({ log: { accepted, refusals, deploys } }) => ({
    ...{ accepted, refusals },
    ended: deploys.map(({ ended, mode, mx }) => ({ ended, mode, mx })),
  }));
  if (JSON.stringify(real) !== JSON.stringify(model))
    faults.push(`on the engine ${JSON.stringify(real)}; in the model ${JSON.stringify(model)}`);
  return faults;
}
