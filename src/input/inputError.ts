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
  public readonly errors: readonly InputProblem[];
  /** By this mark the SDK's plugin host tells programs in other languages which property each problem is about. */
  protected readonly __pulumiInputPropertiesError = true;

  /** @param component what refused the inputs, as the message begins: `MtaSts "example"` */
  constructor(component: string, problems: readonly Problem[]) {
    const text = formatProblems([...problems], `${component}: ${countOf(problems)}; nothing was changed.`);
    super(text);
    // The SDK writes words of its own before the message of an error that an input carries.
    Object.defineProperty(this, "message", { get: () => text, set: () => undefined });
    this.name = "InputError";
    this.errors = problems.map((problem) => ({
      ...problem,
      propertyPath: problem.path,
      reason: `${problem.value}: ${problem.rule}. ${problem.remedy}`,
    }));
  }
}

/** A problem, under the names of Pulumi's `InputPropertyErrorDetails` too. */
export interface InputProblem extends Problem {
  propertyPath: string;
  reason: string;
}

function countOf(errors: readonly Problem[]): string {
  return errors.length === 1 ? "1 input cannot be accepted" : `${errors.length} inputs cannot be accepted`;
}
