import type { CheckFailure, CheckRequest } from "../resourceType";
import type { Settings } from "../settings";
import { defined, holdsUnknown, isProperties, Properties, unknown, Value } from "../values";

// What Pulumi's AWS provider does to the inputs of every resource before the resource's own rules.

/** Fills in defaults and remembers which, as the bridge does. */
export function withDefaults(inputs: Properties, defaults: Record<string, Value | undefined>): Properties {
  const missing = Object.entries(defined(defaults)).filter(([property]) => (inputs[property] ?? null) === null);
  const already = Array.isArray(inputs.__defaults) ? inputs.__defaults : [];
  const names = [...already, ...missing.map(([property]) => property)].sort();
  return { ...inputs, ...Object.fromEntries(missing), __defaults: names };
}

/** Whether the program left this input to the provider. */
export function isDefault(inputs: Properties, property: string): boolean {
  return Array.isArray(inputs.__defaults) && inputs.__defaults.includes(property);
}

/** The name for a resource that the program did not name: the old one, or the resource's with a suffix. */
export function autoName({ name, olds, suffix }: CheckRequest, property: string): Value {
  const earlier = olds[property];
  return earlier !== undefined && isDefault(olds, property) ? earlier : `${name}-${suffix}`;
}

export function withRegion(inputs: Properties, { settings }: CheckRequest): Properties {
  return typeof inputs.region === "string" ? inputs : { ...inputs, region: settings.region };
}

/** The resource's own tags, of all that it has: what the provider adds by default is not among them. */
export function ownTags(tags: Record<string, string>, { defaultTags }: Settings): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key, value]) => defaultTags[key] !== value));
}

/** `tagsAll`: the provider's default tags under the resource's own. */
export function withTags(inputs: Properties, { settings }: CheckRequest): Properties {
  const tags = inputs.tags ?? {};
  const all = holdsUnknown(tags) ? unknown : { ...settings.defaultTags, ...(isProperties(tags) ? tags : {}) };
  return { ...inputs, tagsAll: all };
}

export function conflict(name: string, inputs: Properties, property: string, other: string): CheckFailure[] {
  if (inputs[property] === undefined || inputs[other] === undefined) return [];
  const reason = `Conflicting configuration arguments. "${property}": conflicts with ${other}. Examine values at '${name}.${property}'.`;
  return [{ property: "", reason }];
}

export function oneOf(name: string, inputs: Properties, property: string, allowed: readonly string[]): CheckFailure[] {
  const value = inputs[property];
  if (typeof value !== "string" || holdsUnknown(value) || allowed.includes(value)) return [];
  const list = allowed.map((item) => JSON.stringify(item)).join(" ");
  return [
    {
      property: "",
      reason: `expected ${property} to be one of [${list}], got ${value}. Examine values at '${name}.${property}'.`,
    },
  ];
}

export function lengthWithin(
  name: string,
  inputs: Properties,
  property: string,
  least: number,
  most: number,
): CheckFailure[] {
  const value = inputs[property];
  if (typeof value !== "string" || holdsUnknown(value) || (value.length >= least && value.length <= most)) return [];
  const reason = `expected length of ${property} to be in the range (${least} - ${most}), got ${value}. Examine values at '${name}.${property}'.`;
  return [{ property: "", reason }];
}
