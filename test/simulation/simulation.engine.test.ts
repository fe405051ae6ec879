import * as fc from "fast-check";
import { brokenProperties } from "../../simulation/measure/tally";
import { outOfOrder } from "./engine/engineDeployment";
import { engineScenarios } from "./engine/engineScenarios";
import { runOnEngine, type EngineRun } from "./engine/runOnEngine";

const seed = 20261122;
const batches = Number(process.env["SIMULATION_BATCHES"] ?? 8);
const batchSize = Number(process.env["SIMULATION_BATCH"] ?? 25);
const minutes = 60_000;
/** A host takes its file along. */
const withHost = ["delete host", "delete policyFile"];

/** What a run shows that it must not: a property that breaks, an order that is another, a model that is wrong. */
function faultsOf({ onEngine, inModel, traces }: EngineRun): string[] {
  const faults = brokenProperties(onEngine).map(
    (property) => `${property}: ${JSON.stringify(onEngine.journal.incidents)}`,
  );
  for (const [number, { performed, planned, ended, errors }] of traces.entries()) {
    faults.push(...outOfOrder(performed));
    const missing = planned.filter((name) => ended === "done" && !performed.includes(name) && !withHost.includes(name));
    // The model's domains have their MX records from the start.
    const surplus = performed.filter(
      (name) => !planned.includes(name) && !withHost.includes(name) && !(name === "mx" && number === 0),
    );
    if (missing.length + surplus.length > 0)
      faults.push(`planned ${planned.join(", ")}; the engine did ${performed.join(", ")}`);
    const unexpected = errors.filter((error) => !/injected fault|not served steadily|failed$/.test(error));
    faults.push(...unexpected);
  }
  const { accepted, refusals } = onEngine.log;
  if (accepted !== inModel.log.accepted || JSON.stringify(refusals) !== JSON.stringify(inModel.log.refusals))
    faults.push(
      `accepted ${accepted}, refused ${JSON.stringify(refusals)}; in the model ${inModel.log.accepted}, ${JSON.stringify(inModel.log.refusals)}`,
    );
  return faults;
}

const scenarios = fc.sample(engineScenarios, { seed, numRuns: batches * batchSize });

it.each(Array.from({ length: batches }, (_, batch) => batch))(
  "no accepted deploy of the real component loses mail, and the model tells the same story (batch %i)",
  async (batch) => {
    const first = batch * batchSize;
    const runs = await runOnEngine(scenarios.slice(first, first + batchSize), `batch${batch}`);
    const failing = runs.findIndex((run) => faultsOf(run).length > 0);
    if (failing === -1) return;
    // One sequence at a time now, to find the shortest that fails.
    await fc.assert(
      fc.asyncProperty(engineScenarios, async (scenario) => {
        const [run] = await runOnEngine([scenario], `shrink${Date.now()}`);
        expect(run === undefined ? [] : faultsOf(run)).toEqual([]);
      }),
      { seed, path: String(first + failing), numRuns: 1, interruptAfterTimeLimit: 2 * minutes },
    );
    // Alone it does not fail: say what was seen among the others.
    expect(faultsOf(runs[failing]!)).toEqual([]);
  },
  10 * minutes,
);
