import type { Problem } from "./problem";

const LISTED = 50;

/**
 * One readable message for everything that is wrong: the heading, then for each problem the input's path, its value,
 * the rule and the remedy. Meant to be printed without a stack trace. Lists 50 problems and counts the rest.
 *
 * @example
 * formatProblems(problems, 'MtaSts "example" cannot be deployed: 1 problem');
 * // MtaSts "example" cannot be deployed: 1 problem
 * //
 * //   policy.mx[0]: "192.0.2.1" (mx-ip-address)
 * //     rule:   an MX is a host name, never an IP address (RFC 8461 §3.2, RFC 1123 §2.1)
 * //     remedy: Name the host that has this address, such as mx1.example.com.
 */
export function formatProblems(problems: readonly Problem[], heading: string): string {
  const listed = problems.slice(0, LISTED).map(formatProblem);
  const rest = problems.length - listed.length;
  return [heading, ...listed, ...(rest > 0 ? [`  … and ${rest} more`] : [])].join("\n\n");
}

function formatProblem({ path, value, code, rule, remedy }: Problem): string {
  return [`  ${path}: ${value} (${code})`, `    rule:   ${rule}`, `    remedy: ${remedy}`].join("\n");
}
