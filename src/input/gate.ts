import * as pulumi from "@pulumi/pulumi";

/**
 * Holds a component's registration until its inputs are accepted. A child waits for its parent's URN, so this holds all
 * children too: nothing is changed while an input may still be refused.
 */
export class Gate {
  readonly #checked: Promise<pulumi.Input<unknown>[]>;
  #check: (checks: pulumi.Input<unknown>[]) => void = () => undefined;
  readonly #arrivals: readonly pulumi.Output<unknown>[];

  /** @param arrivals Outputs among the inputs; one that is unknown in a preview does not hold the gate. */
  constructor(arrivals: readonly pulumi.Output<unknown>[]) {
    this.#arrivals = arrivals;
    this.#checked = new Promise((resolve) => (this.#check = resolve));
  }

  /** The component's options, with the gate among what it waits for. */
  public holding(opts: pulumi.ComponentResourceOptions | undefined): pulumi.ComponentResourceOptions {
    const dependsOn = this.#opened();
    return opts === undefined ? { dependsOn } : pulumi.mergeOptions(opts, { dependsOn });
  }

  /** Opens when all of these have passed. */
  public openAfter(checks: pulumi.Input<unknown>[]): void {
    this.#check(checks);
  }

  #opened(): pulumi.Input<pulumi.Resource[]> {
    // A promise is lighter than an Output, and nearly every program gives plain values.
    if (this.#arrivals.length === 0) return this.#checked.then(async (checks) => (await Promise.all(checks), []));
    return pulumi.all([pulumi.output(this.#checked), ...this.#arrivals]).apply(() => []);
  }
}
