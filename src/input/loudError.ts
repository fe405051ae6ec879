import * as pulumi from "@pulumi/pulumi";

/** gRPC's CANCELLED and UNAVAILABLE. Other errors have such codes too: a command that ended with 1 has the first. */
const quietCodes: readonly unknown[] = [1, 14];

/**
 * The same error, or one in its place where the SDK would take it for the engine's own end and say nothing: a program
 * that ended half-way would then pass for the whole one.
 */
export function loudError(error: unknown): unknown {
  if (typeof error !== "object" || error === null || !("code" in error)) return error;
  if (!quietCodes.includes(error.code)) return error;
  return Object.assign(new pulumi.RunError(messageOf(error)), { cause: error });
}

/** A promise that fails with {@link loudError}; another value as it is. */
export function loudly(value: pulumi.Input<unknown>): pulumi.Input<unknown> {
  if (!(value instanceof Promise)) return value;
  return value.catch((error: unknown) => {
    throw loudError(error);
  });
}

function messageOf(error: object): string {
  return "message" in error ? String(error.message) : JSON.stringify(error);
}
