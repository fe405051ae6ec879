import { setTimeout as sleep } from "node:timers/promises";
import { Fault, Faults } from "./faults";
import { changesCloud, Operation } from "./operations";

/** Runs operations: logs them, slows them down, injects faults, and ends them when the engine cancels. */
export class Runner {
  readonly log: Operation[] = [];
  readonly faults = new Faults();
  /** Runs after each operation that changed the cloud, while the engine still waits for its answer. */
  watch: ((operation: Operation) => Promise<void>) | undefined;

  /** @param delays milliseconds before an operation that changes the cloud, by resource type */
  constructor(private readonly delays: Readonly<Record<string, number>>) {}

  async run<T>(
    about: Pick<Operation, "operation" | "type" | "name" | "urn" | "preview">,
    signal: AbortSignal,
    perform: () => Promise<T> | T,
  ): Promise<T> {
    const operation: Operation = { ...about, order: this.log.length, startedAt: performance.now(), outcome: "pending" };
    this.log.push(operation);
    try {
      const answer = await orCancelled(signal, this.perform(operation, signal, perform));
      operation.outcome = "ok";
      return answer;
    } catch (error) {
      operation.outcome = error instanceof Lost ? "lost" : error instanceof Cancelled ? "cancelled" : "failed";
      operation.error = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      operation.endedAt = performance.now();
    }
  }

  private async perform<T>(operation: Operation, signal: AbortSignal, perform: () => Promise<T> | T): Promise<T> {
    const delay = changesCloud(operation) ? (this.delays[operation.type] ?? 0) : 0;
    if (delay > 0) await sleep(delay, undefined, { signal });
    const fault = this.faults.next(operation);
    if (fault?.kind === "fail") throw new Error(describe(fault, operation));
    if (fault?.kind === "hang") return await never();
    const answer = await perform();
    if (changesCloud(operation)) await this.watch?.(operation);
    if (fault?.kind === "lostAnswer") throw new Lost(describe(fault, operation));
    return answer;
  }
}

class Lost extends Error {}
class Cancelled extends Error {}

function describe(fault: Fault, { operation, name, type }: Operation): string {
  const what = `${operation} of ${name === "" ? type : name}`;
  return (
    fault.message ?? (fault.kind === "fail" ? `injected fault: ${what}` : `injected fault: no answer to the ${what}`)
  );
}

async function orCancelled<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let cancel = (): void => undefined;
  const cancelled = new Promise<never>((_, reject) => {
    cancel = (): void => {
      reject(new Cancelled("the operation was cancelled"));
    };
  });
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await Promise.race([work, cancelled]);
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** Settles only by losing the race against a cancellation. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}
