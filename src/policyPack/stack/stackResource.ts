/** One resource of a stack, as the rules see it: plain data, what is unknown in a preview left out. */
export interface StackResource {
  /** Such as `aws:route53/record:Record`. */
  type: string;
  name: string;
  urn: string;
  /** The component that it belongs to; absent for resources of the program itself. */
  parent?: string;
  props: Record<string, unknown>;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textsOf(value: unknown): string[] {
  return listOf(value).filter((item) => typeof item === "string");
}

export function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
