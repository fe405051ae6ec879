import type { HostKind, ZoneKind } from "../scenario/scenario";

/** The operations of a deploy that senders feel. */
export type OperationKind = (typeof operationOrder)[number];

/**
 * The order in which a deploy changes what senders see. Stated here once; an engine test compares it with the order in
 * which the real engine called the providers. What a program no longer declares is deleted after all of these, in the
 * reverse order.
 */
export const operationOrder = ["tlsRpt", "host", "policyFile", "address", "stsRecord", "mx"] as const;

/** What each operation waits for, in the component: the reason for the order, and what may not be otherwise. */
export const waitsFor: Readonly<Record<OperationKind, readonly OperationKind[]>> = {
  tlsRpt: [],
  host: [],
  policyFile: [],
  address: ["host", "policyFile"],
  stsRecord: ["tlsRpt", "host", "policyFile", "address"],
  mx: ["stsRecord"],
};

export interface Operation {
  kind: OperationKind;
  /** Of a record. */
  zone?: ZoneKind;
  /** Of a host or its file. */
  host?: HostKind;
  action: "create" | "update" | "delete";
}

/** What exists of a program, as its engine has it. */
export interface EngineState {
  zones: Set<ZoneKind>;
  hosts: Set<HostKind>;
  /** By host. */
  files: Map<HostKind, string>;
  /** What the records in a zone say. */
  records: Map<string, string>;
  /** Of hosts and of records: what the engine refuses to delete. */
  protected: Set<string>;
}

export function emptyState(): EngineState {
  return { zones: new Set(), hosts: new Set(), files: new Map(), records: new Map(), protected: new Set() };
}

/** What a program wants to exist, in the terms of the state. */
export interface Wanted {
  hosts: readonly HostKind[];
  file: string | undefined;
  zones: readonly ZoneKind[];
  /** By kind; absent where there is no such record. */
  records: Partial<Record<OperationKind, string>>;
}

/** The operations from a state to what is wanted, in their order. */
export function planOperations(state: EngineState, wanted: Wanted): Operation[] {
  const forward: Operation[] = [];
  const backward: Operation[] = [];
  for (const kind of operationOrder) {
    if (kind === "host") {
      for (const host of wanted.hosts) if (!state.hosts.has(host)) forward.push({ kind, host, action: "create" });
      for (const host of state.hosts) if (!wanted.hosts.includes(host)) backward.push({ kind, host, action: "delete" });
    } else if (kind === "policyFile") {
      for (const host of wanted.hosts) {
        const before = state.files.get(host);
        if (wanted.file !== undefined && before !== wanted.file)
          forward.push({ kind, host, action: before === undefined ? "create" : "update" });
      }
    } else {
      for (const zone of wanted.zones) {
        const before = state.records.get(recordKey(kind, zone));
        const after = wanted.records[kind];
        if (after !== undefined && after !== before)
          forward.push({ kind, zone, action: before === undefined ? "create" : "update" });
      }
      for (const zone of ["route53", "cloudflare"] as const) {
        const stays = wanted.zones.includes(zone) && wanted.records[kind] !== undefined;
        if (state.records.has(recordKey(kind, zone)) && !stays) backward.push({ kind, zone, action: "delete" });
      }
    }
  }
  return [...forward, ...backward.reverse()];
}

/** Operations that the engine refuses: the deletion of what is protected. */
export function isProtected({ kind, zone, host, action }: Operation, state: EngineState): boolean {
  if (action !== "delete") return false;
  return state.protected.has(zone === undefined ? (host ?? "") : recordKey(kind, zone));
}

export function recordKey(kind: OperationKind, zone: ZoneKind): string {
  return `${kind} ${zone}`;
}
