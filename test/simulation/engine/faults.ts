import { brokenProperties } from "../../../simulation/measure/tally";
import { outOfOrder } from "./operationNames";
import type { EngineRun } from "./runOnEngine";

/** A host takes its file along. */
const withHost = ["delete host", "delete policyFile"];

/** What a run shows that it must not: a property that breaks, an order that is another, a model that is wrong. */
export function faultsOf({ onEngine, inModel, failure, traces }: EngineRun): string[] {
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
