import * as fc from "fast-check";
import { brokenProperties } from "../../../simulation/measure/tally";
import { outOfOrder } from "./engineDeployment";
import { engineScenarios } from "./engineScenarios";
import { runOnEngine, type EngineRun } from "./runOnEngine";

const seed = 20261122;
/** All together 200 sequences. */
const batchSize = 25;
const minutes = 60_000;
/** A host takes its file along. */
const withHost = ["delete host", "delete policyFile"];

/**
 * Declares a test for each batch of sequences, by their numbers: that no accepted deploy of the real component on the
 * real engine breaks a property, and that the model did the same operations in the same order with the same result.
 */
export function holdsOnTheEngine(batches: readonly number[]): void {
  const scenarios = fc.sample(engineScenarios, { seed, numRuns: (Math.max(...batches) + 1) * batchSize });
  it.each([...batches])(
    "no accepted deploy of the real component loses mail, and the model tells the same story (batch %i)",
    async (batch) => {
      const first = batch * batchSize;
      const runs = await runOnEngine(scenarios.slice(first, first + batchSize), `batch${batch}`);
      const failing = runs.findIndex((run) => faultsOf(run).length > 0);
      if (failing === -1) return;
      await shrink(first + failing);
      // Alone it does not fail: say what was seen among the others.
      expect({ number: first + failing, faults: faultsOf(runs[failing]!) }).toEqual({ faults: [] });
    },
    15 * minutes,
  );
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
