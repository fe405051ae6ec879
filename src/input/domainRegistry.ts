import * as pulumi from "@pulumi/pulumi";
import { showValue, type Problem } from "../protocol";

/** Keyed by the program's root resource: a preview and an update of an inline program share this module. */
const declared = new WeakMap<pulumi.Resource, Map<string, string>>();

/**
 * Notes that a component declares a domain, and says which other component of the same program already does: two would
 * write one name's records in turns. Without a stack (unit tests under mocks) there is nothing to compare with.
 */
export function declareDomain(domain: string, component: string): Problem[] {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined) return [];
  const domains = declared.get(stack) ?? new Map<string, string>();
  declared.set(stack, domains);
  const other = domains.get(domain);
  if (other === undefined) {
    domains.set(domain, component);
    return [];
  }
  return [
    {
      path: "domain",
      value: showValue(domain),
      code: "duplicate-domain",
      rule: "RFC 8461 §3.1 and RFC 8460 §3: exactly one _mta-sts and one _smtp._tls record a domain",
      remedy: `The component "${other}" of this program already declares this domain: keep one of the two.`,
    },
  ];
}
