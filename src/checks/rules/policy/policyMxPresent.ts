import { brokenBy, type Rule } from "../../rule";
import { givenPolicyLines, violationsOf } from "../given";
import { policyCodes } from "../violationCodes";

export const policyMxPresent: Rule = {
  id: "policy-mx-present",
  severity: "fail",
  source: "RFC 8461 §3.2",
  asks: "There is at least one mx, unless the mode is none.",
  remedy: "Add an `mx:` line for each host of the MX records.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.violations, (code) => policyCodes.mxPresent.includes(code)),
        file.policy?.mx.map((mx) => `mx: ${mx}`).join(", ") ?? "there is no mx to miss",
      ),
    ),
};
