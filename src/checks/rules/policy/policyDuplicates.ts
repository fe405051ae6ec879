import { brokenBy, type Rule } from "../../rule";
import { givenPolicyLines, violationsOf } from "../given";
import { policyCodes } from "../violationCodes";

/** By the RFC the first wins; some senders take the last. */
export const policyDuplicates: Rule = {
  id: "policy-duplicates",
  severity: "fail",
  source: "RFC 8461 §3.2",
  asks: "version, mode and max_age stand once each.",
  remedy: "Remove the lines that are not meant.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.violations, (code) => policyCodes.duplicates.includes(code)),
        "each field stands once",
      ),
    ),
};
