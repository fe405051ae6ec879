import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import type { PackRule } from "./packRule";
import type { StackResource } from "./stack/stackResource";

/** A rule as CrossGuard takes it. */
export function crossGuardPolicy({ name, description, enforcementLevel, check }: PackRule): StackValidationPolicy {
  return {
    name,
    description,
    enforcementLevel,
    validateStack: ({ resources }, reportViolation) => {
      for (const { message, urn } of check(resources.map(stackResource))) reportViolation(message, urn);
    },
  };
}

function stackResource({ type, name, urn, props, parent }: PolicyResource): StackResource {
  // The stack itself is everybody's parent, and tells nothing.
  const component = parent === undefined || parent.type === "pulumi:pulumi:Stack" ? undefined : parent.urn;
  return { type, name, urn, props: plainObject(props), ...(component === undefined ? {} : { parent: component }) };
}

/** Properties that are unknown in a preview throw when they are read: they are left out. */
function plainObject(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.keys(value).map((key) => [key, read(value, key)]));
}

function read(value: object, key: string): unknown {
  try {
    return plain(Reflect.get(value, key));
  } catch {
    return undefined;
  }
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => read(value, String(index)));
  return typeof value === "object" && value !== null ? plainObject(value) : value;
}
