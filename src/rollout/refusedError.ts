import * as pulumi from "@pulumi/pulumi";

/**
 * The rollout rules refuse what the program says. Prints without a stack trace, as {@link pulumi.RunError} does.
 *
 * Its `code` is stable, for programs that tell errors apart.
 */
export class RefusedError extends pulumi.RunError {
  public readonly code = "MTA_STS_REFUSED";

  constructor(text: string) {
    super(text);
    // The SDK writes words of its own before the message of an error that an input carries.
    Object.defineProperty(this, "message", { get: () => text, set: () => undefined });
    this.name = "RefusedError";
  }
}
