import * as pulumi from "@pulumi/pulumi";

/**
 * Holds a component's registration until its inputs are accepted. A child waits for its parent's URN, so this holds all
 * children too: nothing is changed while an input may still be refused.
 */
export class Gate {
  /** For the component's `dependsOn`. */
  public readonly opened: pulumi.Output<pulumi.Resource[]>;
  readonly #open: (when: pulumi.Output<pulumi.Resource[]>) => void;

  constructor() {
    let open: ((when: pulumi.Output<pulumi.Resource[]>) => void) | undefined;
    this.opened = pulumi.output(new Promise<pulumi.Output<pulumi.Resource[]>>((resolve) => (open = resolve)));
    if (open === undefined) throw new Error("A promise's executor runs at once.");
    this.#open = open;
  }

  /** Opens when all of these have resolved; an unknown value of a preview does not hold it. */
  public openWhen(accepted: pulumi.Output<unknown>[]): void {
    this.#open(pulumi.all(accepted).apply(() => []));
  }
}
