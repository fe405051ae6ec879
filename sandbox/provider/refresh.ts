import type { Found, ResourceType } from "./resourceType";
import { isProperties, Properties, Value } from "./values";

/**
 * The inputs after a read: those of the program, with what the cloud now says of them. Where the provider sees no
 * difference the program's spelling stays. An import has no earlier inputs and takes all that were found.
 */
export function refreshedInputs(type: ResourceType, olds: Properties, found: Found): Properties {
  if (Object.keys(olds).length === 0) return found.inputs;
  const refreshed: Properties = {};
  for (const [key, old] of Object.entries(olds)) {
    const now = found.inputs[key] ?? found.outputs[key];
    if (key.startsWith("__") || type.same?.(key, old, now, found.outputs) === true) {
      refreshed[key] = old;
    } else if (now !== undefined) {
      refreshed[key] = project(old, now);
    }
  }
  return refreshed;
}

/** Of an object only what the program wrote: the cloud fills in more. */
function project(old: Value, now: Value): Value {
  if (Array.isArray(old) && Array.isArray(now)) {
    return now.map((item, index) => (old[index] === undefined ? item : project(old[index], item)));
  }
  if (!isProperties(old) || !isProperties(now)) return now;
  const kept: Properties = {};
  for (const key of Object.keys(old)) {
    const [before, after] = [old[key], now[key]];
    if (before !== undefined && after !== undefined) kept[key] = project(before, after);
  }
  return kept;
}
