import { brokenBy, type Rule } from "../../rule";
import { givenPolicyLines, violationsOf } from "../given";
import { policyCodes } from "../violationCodes";

export const policyMaxAge: Rule = {
  id: "policy-max-age",
  severity: "fail",
  source: "RFC 8461 §3.2",
  asks: "max_age is a whole number of seconds from 0 to 31557600.",
  remedy: "Write it in digits; 604800, a week, is a good value.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.violations, (code) => policyCodes.maxAge.includes(code)),
        file.policy ? `max_age: ${file.policy.maxAge}` : "max_age is readable",
      ),
    ),
};
