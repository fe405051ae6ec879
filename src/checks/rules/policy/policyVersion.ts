import { brokenBy, type Rule } from "../../rule";
import { givenPolicyLines, violationsOf } from "../given";
import { policyCodes } from "../violationCodes";

export const policyVersion: Rule = {
  id: "policy-version",
  severity: "fail",
  source: "RFC 8461 §3.2",
  asks: "The policy has the version STSv1.",
  remedy: "Write `version: STSv1` as the first line.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.violations, (code) => policyCodes.version.includes(code)),
        "version: STSv1",
      ),
    ),
};
