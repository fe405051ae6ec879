import type { EngineEvent, OpMap, OpType, StepEventMetadata } from "@pulumi/pulumi/automation";

/** One change of one resource that a provider made, or in a preview would make. */
export interface Change {
  operation: Exclude<OpType, "same" | "read" | "replace">;
  /** The resource's name in the program. */
  name: string;
  /** Such as `aws:route53/record:Record`. */
  type: string;
  urn: string;
  /** Paths of the properties that differ, such as `policy.mode`; empty for creates and deletes. */
  diff: string[];
  oldInputs?: Record<string, unknown>;
  newInputs?: Record<string, unknown>;
}

export interface Diagnostic {
  severity: "info" | "info#err" | "warning" | "error";
  message: string;
  /** The name of the resource that it is about. */
  name?: string;
}

/** What the engine's events say about one operation. */
export interface Account {
  /** In the order in which they were finished. Components, providers and the stack itself are left out. */
  changes: Change[];
  /** Operations that a provider refused, in order. */
  failed: Change[];
  diagnostics: Diagnostic[];
  /** The stack's outputs, secrets masked; empty where the program did not get so far. */
  outputs: Record<string, unknown>;
  /** The engine's own count by operation, of all resources. */
  summary: OpMap;
}

const noChange = new Set<OpType>(["same", "read", "replace"]);

/** Puts events in order and keeps what tests ask for. */
export function readEvents(events: readonly EngineEvent[]): Account {
  const ordered = [...events].sort((a, b) => a.sequence - b.sequence);
  return {
    changes: ordered.flatMap(({ resOutputsEvent }) => changeOf(resOutputsEvent?.metadata)),
    failed: ordered.flatMap(({ resOpFailedEvent }) => changeOf(resOpFailedEvent?.metadata)),
    diagnostics: ordered.flatMap(({ diagnosticEvent: event }) => {
      if (!event || event.ephemeral || (event.severity as string) === "debug") return [];
      const message = plainText(event.message).trim();
      return [{ severity: event.severity, message, ...(event.urn ? { name: nameOf(event.urn) } : {}) }];
    }),
    outputs: stackOutputs(ordered),
    summary: ordered.find((event) => event.summaryEvent)?.summaryEvent?.resourceChanges ?? {},
  };
}

function stackOutputs(events: readonly EngineEvent[]): Record<string, unknown> {
  const stack = events.findLast(({ resOutputsEvent }) => resOutputsEvent?.metadata.type === "pulumi:pulumi:Stack");
  return stack?.resOutputsEvent?.metadata.new?.outputs ?? {};
}

/** The resource's name: the last part of its URN. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function changeOf(metadata: StepEventMetadata | undefined): Change[] {
  if (!metadata || noChange.has(metadata.op) || metadata.type.startsWith("pulumi:")) return [];
  if (!(metadata.new ?? metadata.old)?.custom) return [];
  const diff = Object.keys(metadata.detailedDiff ?? {});
  return [
    {
      operation: metadata.op as Change["operation"],
      name: nameOf(metadata.urn),
      type: metadata.type,
      urn: metadata.urn,
      diff: diff.length > 0 ? diff : (metadata.diffs ?? []),
      ...(metadata.old ? { oldInputs: metadata.old.inputs } : {}),
      ...(metadata.new ? { newInputs: metadata.new.inputs } : {}),
    },
  ];
}

/** Without the engine's colour tags, `<{%reset%}>`, and escape sequences. */
export function plainText(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/<\{%.*?%\}>/g, "").replace(/\x1b\[[\d;]*m/g, "");
}
