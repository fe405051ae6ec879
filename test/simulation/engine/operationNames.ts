import { waitsFor, type Operation, type OperationKind } from "../../../simulation/deploy/operations";

/** Kinds in the order of the operations, repetitions left out: what the order is about. */
export function kinds(operations: readonly Operation[]): string[] {
  const named = operations.filter(({ kind, host }) => kind !== "host" || host !== "cloudflareWorker");
  return [...new Set(named.map(({ kind, action }) => `${action === "delete" ? "delete " : ""}${kind}`))];
}

/** Operations that the engine did before one that they wait for, as the model states it. What is deleted goes the other way. */
export function outOfOrder(performed: readonly string[]): string[] {
  const wrong: string[] = [];
  for (const [index, name] of performed.entries()) {
    const isDelete = name.startsWith("delete ");
    for (const later of performed.slice(index + 1)) {
      if (later.startsWith("delete ") !== isDelete) {
        if (isDelete) wrong.push(`${name} before ${later}`);
        continue;
      }
      const [first, second] = isDelete ? [later, name] : [name, later];
      const waits = waitsFor[first.replace("delete ", "") as OperationKind];
      if (waits.includes(second.replace("delete ", "") as OperationKind)) wrong.push(`${name} before ${later}`);
    }
  }
  return wrong;
}
