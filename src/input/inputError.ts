import * as pulumi from "@pulumi/pulumi";
import { formatProblems, type Problem } from "../protocol";

/**
 * What the user's program says cannot be accepted. Lists every problem at once, each with the input's path, the value,
 * the rule and the remedy, and prints without a stack trace, as {@link pulumi.RunError} does.
 *
 * @example
 * ```ts
 * try {
 *   new MtaSts("example", args);
 * } catch (error) {
 *   if (error instanceof InputError) console.log(error.errors.map((problem) => problem.path));
 * }
 * ```
 */
export class InputError extends pulumi.RunError {
  /** Stable, for programs that tell errors apart. */
  public readonly code = "MTA_STS_INPUT";
  public readonly errors: readonly Problem[];

  constructor(component: string, errors: readonly Problem[]) {
    const text = formatProblems([...errors], `${component}: ${countOf(errors)}; nothing was changed.`);
    super(text);
    // The SDK writes words of its own before the message of an error that an input carries.
    Object.defineProperty(this, "message", { get: () => text, set: () => undefined });
    this.name = "InputError";
    this.errors = errors;
  }
}

function countOf(errors: readonly Problem[]): string {
  return errors.length === 1 ? "1 input cannot be accepted" : `${errors.length} inputs cannot be accepted`;
}
