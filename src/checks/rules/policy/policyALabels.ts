import { brokenBy, type Rule } from "../../rule";
import { givenPolicyLines, violationsOf } from "../given";
import { policyCodes } from "../violationCodes";

export const policyALabels: Rule = {
  id: "policy-a-labels",
  severity: "fail",
  source: "RFC 8461 §3.2",
  asks: "International names in mx are written as A-labels.",
  remedy: "Write xn--…: senders compare letters and digits only.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.violations, (code) => policyCodes.aLabels.includes(code)),
        "no name outside ASCII",
      ),
    ),
};
