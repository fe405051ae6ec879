import { changesCloud, Operation, OperationKind } from "./operations";

/**
 * - "fail": an error instead of the operation.
 * - "lostAnswer": the operation is done, then an error: the engine does not know of it.
 * - "hang": nothing, until the engine cancels or the server closes.
 */
export type FaultKind = "fail" | "lostAnswer" | "hang";

export interface Fault {
  kind: FaultKind;
  /** Which operations. Default: those that change the cloud. */
  operation?: OperationKind;
  /** The resource's name in the program. Default: any. */
  name?: string;
  /** Resource type or look-up token. Default: any. */
  type?: string;
  /** Of the operations that match, from the injection on, the first to be hit. Default: 1. */
  nth?: number;
  /** How many are hit. Default: 1. */
  times?: number;
  /** The error that the engine gets. */
  message?: string;
}

/** Faults that wait for their operation. Previews are hit only by faults for "check", "diff", "read" or "invoke". */
export class Faults {
  private armed: (Fault & { seen: number })[] = [];

  inject(fault: Fault): void {
    this.armed.push({ ...fault, seen: 0 });
  }

  clear(): void {
    this.armed = [];
  }

  /** The fault for this operation, if any; counts it against every fault that it matches. */
  next(operation: Operation): Fault | undefined {
    let hit: Fault | undefined;
    for (const fault of this.armed) {
      if (!matches(fault, operation)) continue;
      fault.seen++;
      const first = fault.nth ?? 1;
      if (fault.seen >= first && fault.seen < first + (fault.times ?? 1)) hit ??= fault;
    }
    return hit;
  }
}

function matches(fault: Fault, operation: Operation): boolean {
  if (fault.operation === undefined ? !changesCloud(operation) : fault.operation !== operation.operation) return false;
  if (operation.preview && ["create", "update", "delete"].includes(operation.operation)) return false;
  return (fault.name ?? operation.name) === operation.name && (fault.type ?? operation.type) === operation.type;
}
