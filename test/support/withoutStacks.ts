let running = 0;
let limit = 0;

/**
 * Runs `work` without stack traces. The SDK keeps one for each of its promises, and Jest maps each to the sources: that
 * takes as long as all the rest of an operation.
 */
export async function withoutStacks<T>(work: () => Promise<T>): Promise<T> {
  if (running++ === 0) limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return await work();
  } finally {
    if (--running === 0) Error.stackTraceLimit = limit;
  }
}
