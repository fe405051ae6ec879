import * as pulumi from "@pulumi/pulumi";
import type { Gate } from "./gate";

/** A value, or one whose parts may still arrive. */
type Parts<V> = pulumi.Input<V> | (V extends object ? { [K in keyof V]: Parts<V[K]> } : never);

type OutputsOf<T> = {
  [K in keyof T as K extends keyof pulumi.ComponentResource ? never : K]: T[K] extends pulumi.Output<infer V>
    ? Parts<V>
    : never;
};

/**
 * Gives a component its outputs, each made when it is first read: an Output takes about 4 kB, and a program with
 * hundreds of domains reads few of them.
 */
export function defineOutputs<T extends pulumi.ComponentResource>(
  component: T,
  values: OutputsOf<T>,
  gate: Gate,
): void {
  for (const [name, value] of Object.entries<pulumi.Input<unknown>>(values)) {
    Object.defineProperty(component, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        const output = pulumi.output(gate.value(value));
        Object.defineProperty(component, name, { value: output, enumerable: true });
        return output;
      },
    });
  }
}
