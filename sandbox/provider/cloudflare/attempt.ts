import { CloudflareError } from "../../cloud";
import type { Properties } from "../values";

/** Runs an API call and words its refusal as the Cloudflare provider does. */
export function attempt<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new Error(`failed to make http request: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The result, or undefined if the API answers 404. */
export function orGone<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof CloudflareError && error.status === 404) return undefined;
    return attempt<T>(() => {
      throw error;
    });
  }
}

/** `<parent>/<id>` as an import writes it; otherwise the state knows the parent. */
export function parseImportId(id: string, parent: unknown, form: string): [parent: string, id: string] {
  if (typeof parent === "string") return [parent, id];
  const [first, second, ...rest] = id.split("/");
  if (first !== undefined && second !== undefined && rest.length === 0) return [first, second];
  throw new Error(`invalid ID: expected urlencoded segments "${form}", got "${id}"`);
}

/** Fills in what the provider's schema defaults; none of it is remembered. */
export function withDefaults(inputs: Properties, defaults: Properties): Properties {
  const missing = Object.entries(defaults).filter(([property]) => (inputs[property] ?? null) === null);
  return { ...inputs, ...Object.fromEntries(missing) };
}
