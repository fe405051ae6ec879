import { brokenBy, type Rule } from "../../rule";
import { givenPolicyLines, violationsOf } from "../given";
import { policyCodes } from "../violationCodes";

export const policyWildcardForm: Rule = {
  id: "policy-wildcard-form",
  severity: "fail",
  source: "RFC 8461 §3.2, §4.1",
  asks: "A * in mx is the whole left-most label.",
  remedy: "Write *.example.com, which covers exactly one label, or name the hosts.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.violations, (code) => policyCodes.wildcard.includes(code)),
        "no misplaced *",
      ),
    ),
};
