export type OperationKind = "check" | "diff" | "create" | "read" | "update" | "delete" | "invoke";
/** "lost": it was done, but the engine got an error instead of the answer. */
export type Outcome = "pending" | "ok" | "failed" | "lost" | "cancelled";

/** One request of the engine to a provider. */
export interface Operation {
  /** Position in the log, from 0. */
  order: number;
  operation: OperationKind;
  /** Resource type, or the token of a look-up. */
  type: string;
  /** The resource's name in the program; empty for a look-up. */
  name: string;
  urn: string;
  preview: boolean;
  /** Milliseconds of a monotonic clock. */
  startedAt: number;
  endedAt?: number;
  outcome: Outcome;
  error?: string;
}

/** Whether it would change the cloud. */
export function changesCloud({ operation, preview }: Pick<Operation, "operation" | "preview">): boolean {
  return !preview && (operation === "create" || operation === "update" || operation === "delete");
}

/** `urn:pulumi:stack::project::parent$type::name`, taken apart. */
export function parseUrn(urn: string): { type: string; name: string } {
  const parts = urn.split("::");
  return { type: (parts[2] ?? "").split("$").pop() ?? "", name: parts.slice(3).join("::") };
}
