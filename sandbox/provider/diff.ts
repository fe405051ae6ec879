import type { ResourceType } from "./resourceType";
import { equal, holdsUnknown, isProperties, Properties, Value } from "./values";

export type ChangeKind = "add" | "delete" | "update";
export interface PropertyChange {
  kind: ChangeKind;
  replaces: boolean;
}

/** Every changed path of the inputs, with what it means. Keys in the engine's path syntax. */
export function diffInputs(
  type: ResourceType,
  olds: Properties,
  news: Properties,
  state: Properties,
): Map<string, PropertyChange> {
  const changes = new Map<string, PropertyChange>();
  for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    if (key.startsWith("__")) continue;
    const [old, now] = [olds[key], news[key]];
    if (!holdsUnknown(now) && type.same?.(key, old, now, state) === true) continue;
    const replaces = type.immutable.includes(key);
    for (const [path, kind] of changedPaths(key, old, now)) changes.set(path, { kind, replaces });
  }
  return changes;
}

function changedPaths(path: string, old: Value | undefined, now: Value | undefined): [string, ChangeKind][] {
  if (equal(old, now)) return [];
  if (Array.isArray(old) && Array.isArray(now)) {
    const indices = Array.from({ length: Math.max(old.length, now.length) }, (_, index) => index);
    return indices.flatMap((index) => changedPaths(`${path}[${index}]`, old[index], now[index]));
  }
  if (isProperties(old) && isProperties(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => !key.startsWith("__"));
    return keys.flatMap((key) => changedPaths(path + pathSegment(key), old[key], now[key]));
  }
  return [[path, old === undefined ? "add" : now === undefined ? "delete" : "update"]];
}

function pathSegment(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
