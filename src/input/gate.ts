import * as pulumi from "@pulumi/pulumi";

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
    else this.#opened = this.#opened.then((checks) => Promise.all(checks));
  }

  /** Opens when all of these have passed; refuses with the first that fails. */
  public openAfter(checks: pulumi.Input<unknown>[]): void {
    this.#open(checks);
  }

  /** A child's `dependsOn`. */
  public before(dependsOn: pulumi.Resource[] = []): pulumi.Input<pulumi.Resource[]> {
    if (this.#arrived === undefined) return this.#opened.then(() => dependsOn);
    // The URNs keep the dependencies in a preview in which the gate is unknown.
    return pulumi.all([this.#arrived, ...dependsOn.map(({ urn }) => urn)]).apply(() => dependsOn);
  }

  /** A value that fails where the gate does, for a component's outputs: those of its children would never arrive. */
  public value<T>(value: T): Promise<T> | pulumi.Output<T> {
    if (this.#arrived === undefined) return this.#opened.then(() => value);
    return this.#arrived.apply((): T => value) as pulumi.Output<T>;
  }
}
