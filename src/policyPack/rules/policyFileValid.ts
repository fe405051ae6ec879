import type { PackRule } from "../packRule";
import { policyFiles } from "../stack/policyFiles";

/** Senders disagree on what to make of a file that is almost right. */
export const policyFileValid: PackRule = {
  name: "mta-sts-policy-valid",
  description: "An MTA-STS policy file is valid by the letter (RFC 8461 §3.2).",
  enforcementLevel: "mandatory",
  check: (resources) =>
    policyFiles(resources).flatMap(({ urn, parsed }) =>
      parsed.violations.map(({ line, message, rule }) => ({
        urn,
        message: `The policy file is not valid${line === undefined ? "" : ` in line ${line}`}: ${message} (${rule}).`,
      })),
    ),
};
