/** Runs a service call and words its refusal as the Terraform provider under Pulumi's does. */
export async function attempt<T>(doing: string, call: () => Promise<T> | T): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw providerError(`${doing}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function providerError(message: string): Error {
  return new Error(`1 error occurred:\n\t* ${message}\n\n`);
}

/** Whether a service says that the thing is not there. */
export function isGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    /^(NoSuch|ResourceNotFound)/.test(error.code)
  );
}

/** The result, or undefined if the thing is not there. */
export async function orGone<T>(look: () => Promise<T> | T): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
