import * as pulumi from "@pulumi/pulumi";
import type { Problem, Result } from "../protocol";
import { InputError } from "./inputError";

/** Gathers the problems of one component, so that the user sees all of them at once. */
export class InputChecker {
  private readonly problems: Problem[] = [];
  public readonly arrivals: pulumi.Output<unknown>[] = [];

  constructor(private readonly component: string) {}

  /** Checks a plain value now; returns undefined, with the problems noted, where it is refused. */
  public plain<T>(result: Result<T>): T | undefined {
    if (result.ok) return result.value;
    this.problems.push(...result.problems);
    return undefined;
  }

  /** Checks a value now if it is plain, else as it resolves. An unknown value in a preview is judged in the update. */
  public input<V, T>(
    input: pulumi.Input<V>,
    parse: (value: pulumi.Unwrap<V>) => Result<T>,
  ): pulumi.Input<T> | undefined {
    if (isPlain(input)) return this.plain(parse(input));
    const arrival = pulumi.output(input).apply((value) => {
      const result = parse(value);
      if (!result.ok) throw new InputError(this.component, result.problems);
      return result.value;
    });
    this.arrivals.push(arrival);
    return arrival;
  }

  /** Notes problems that were found elsewhere. */
  public note(problems: readonly Problem[]): void {
    this.problems.push(...problems);
  }

  /** Notes a value that is checked elsewhere, when it arrives. */
  public awaited(input: pulumi.Input<unknown>): void {
    if (!isPlain(input)) this.arrivals.push(pulumi.output(input));
  }

  /** Gives the result, or throws one error with every problem noted so far. */
  public finish<T>(result: () => T): T {
    if (this.problems.length > 0) throw new InputError(this.component, this.problems);
    return result();
  }
}

/** Applies a function to a value: at once where it is plain, for an Output costs time and memory. */
export function mapInput<T, U>(input: pulumi.Input<T>, map: (value: pulumi.Unwrap<T>) => U): pulumi.Input<U> {
  return isPlain(input) ? map(input) : pulumi.output(input).apply((value) => map(value));
}

/** Whether a value, and everything in it, is there now. */
export function isPlain<V>(value: pulumi.Input<V>): value is pulumi.Unwrap<V> & pulumi.Input<V> {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item));
  if (value !== null && typeof value === "object") return Object.values(value).every((item) => isPlain(item));
  return true;
}
