import { brokenBy, type Rule } from "../../rule";
import { givenPolicyLines, violationsOf } from "../given";
import { policyCodes } from "../violationCodes";

/** Real senders refuse the whole file for one. */
export const policyBlankLines: Rule = {
  id: "policy-blank-lines",
  severity: "fail",
  source: "RFC 8461 §3.2",
  asks: "The policy has no blank lines, not even at its end.",
  remedy: "Remove them.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.violations, (code) => policyCodes.blankLines.includes(code)),
        "no blank line",
      ),
    ),
};
