import { brokenBy, type Rule } from "../../rule";
import { givenPolicyLines, violationsOf } from "../given";
import { policyCodes } from "../violationCodes";

export const policyMode: Rule = {
  id: "policy-mode",
  severity: "fail",
  source: "RFC 8461 §3.2",
  asks: "The mode is testing, enforce or none, in lower case.",
  remedy: "Write one of the three words.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.violations, (code) => policyCodes.mode.includes(code)),
        file.policy ? `mode: ${file.policy.mode}` : "the mode is readable",
      ),
    ),
};
