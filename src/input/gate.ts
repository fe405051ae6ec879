import * as pulumi from "@pulumi/pulumi";
import { joinErrors } from "./inputError";
import { loudly } from "./loudError";

/**
 * Holds a component's children until its inputs are accepted: nothing is changed while an input may still be refused.
 *
 * Each child waits by itself. Where only the first one did, those that depend on it would wait for ever on a refusal, and
 * a program run by the Automation API would never end.
 */
export class Gate {
  readonly #opened: Promise<pulumi.Input<unknown>[]>;
  #open: (checks: pulumi.Input<unknown>[]) => void = () => undefined;
  /** There only with Outputs among the inputs: a promise is lighter, and nearly every program gives plain values. */
  readonly #arrived?: pulumi.Output<unknown>;

  /** @param arrivals Outputs among the inputs; one that is unknown in a preview does not hold the gate. */
  constructor(arrivals: readonly pulumi.Output<unknown>[]) {
    this.#opened = new Promise((resolve) => (this.#open = resolve));
    if (arrivals.length > 0) this.#arrived = pulumi.all([pulumi.output(this.#opened), ...arrivals]);
    else this.#opened = this.#opened.then(allPassed);
  }

  /** Opens when all of these have passed, and then the last check, which takes what they have passed for granted. */
  public openAfter(checks: pulumi.Input<unknown>[], last?: () => pulumi.Input<unknown>): void {
    const heard = checks.map(loudly);
    if (last === undefined) this.#open(heard);
    else if (heard.some((check) => pulumi.Output.isInstance(check)))
      this.#open([pulumi.all(heard).apply(() => loudly(last()))]);
    else this.#open([loudly(allPassed(heard).then(last))]);
  }

  /** Tells, before any child fails, that the gate stays shut. */
  public onRefusal(tell: (error: unknown) => void): void {
    this.#passed().catch(tell);
  }

  /** A child's `dependsOn`. */
  public before(dependsOn: pulumi.Resource[] = []): pulumi.Input<pulumi.Input<pulumi.Resource>[]> {
    if (this.#arrived === undefined) return [inList(this.#opened.then(() => dependsOn))];
    // The URNs keep the dependencies in a preview in which the gate is unknown.
    return pulumi.all([this.#arrived, ...dependsOn.map(({ urn }) => urn)]).apply(() => dependsOn);
  }

  /** A value that fails where the gate does, for a component's outputs: those of its children would never arrive. */
  public value<T>(value: T): Promise<T> | pulumi.Output<T> {
    if (this.#arrived === undefined) return this.#opened.then(() => value);
    return this.#arrived.apply<T>(() => value);
  }

  #passed(): Promise<unknown> {
    if (this.#arrived === undefined) return this.#opened;
    // An apply does not run where an Output fails.
    return (this.#arrived as unknown as { promise: () => Promise<unknown> }).promise();
  }
}

/**
 * A promise of resources as one item of `dependsOn`, which the SDK flattens, though its types do not say so. A promise in
 * place of the list it would wrap in two Outputs, and search the resources for unknown values.
 */
function inList(resources: Promise<pulumi.Resource[]>): pulumi.Input<pulumi.Resource> {
  // The SDK awaits it after the parent's registration; until then a refusal would be nobody's, which ends the process.
  resources.catch(() => undefined);
  return resources as Promise<pulumi.Resource | pulumi.Resource[]> as Promise<pulumi.Resource>;
}

/** Waits for every check, so that one error can name every problem. */
async function allPassed(checks: pulumi.Input<unknown>[]): Promise<unknown[]> {
  const results = await Promise.allSettled(checks);
  const failed = results.filter((result) => result.status === "rejected");
  if (failed.length > 0) throw joinErrors(failed.map(({ reason }): unknown => reason));
  return results;
}
