import { mxAdvice } from "./policyFields";
import type { Policy } from "./policy";
import { problemOf, type Problem } from "./problem";

/**
 * What RFC 8461 allows and a user should still be warned of: a wildcard over a top-level domain, which leaves the mail
 * to any host there (RFC 8461 §10.4).
 *
 * @param path Where the policy stands in the user's arguments.
 */
export function policyAdvice(policy: Policy, path: string): Problem[] {
  return policy.mx.flatMap((pattern) => {
    const advice = mxAdvice(pattern);
    if (!advice) return [];
    const { code, message, rule } = advice;
    return [
      problemOf(`${path}.mx`, pattern, { code, rule: `${message} (${rule})`, remedy: "Name the hosts exactly." }),
    ];
  });
}
