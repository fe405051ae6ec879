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
  constructor(
    public readonly component: string,
    problems: readonly Problem[],
  ) {
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

/** One error for several, so that the user sees all problems at once; an error of another kind goes first. */
export function joinErrors(errors: readonly unknown[]): unknown {
  const [first] = errors;
  const inputErrors = errors.filter((error) => error instanceof InputError);
  if (!(first instanceof InputError) || inputErrors.length < errors.length) {
    return errors.find((error) => !(error instanceof InputError)) ?? first;
  }
  if (errors.length === 1) return first;
  return new InputError(
    first.component,
    inputErrors.flatMap((error) => error.errors),
  );
}

/** A problem, under the names of Pulumi's `InputPropertyErrorDetails` too. */
export interface InputProblem extends Problem {
  propertyPath: string;
  reason: string;
}

function countOf(errors: readonly Problem[]): string {
  return errors.length === 1 ? "1 input cannot be accepted" : `${errors.length} inputs cannot be accepted`;
}
