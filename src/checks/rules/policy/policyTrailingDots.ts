import { brokenBy, type Rule } from "../../rule";
import { givenPolicyLines, violationsOf } from "../given";
import { policyCodes } from "../violationCodes";

/** A dot as zone files have it makes the name another one. */
export const policyTrailingDots: Rule = {
  id: "policy-trailing-dots",
  severity: "fail",
  source: "RFC 8461 §3.2",
  asks: "No mx ends with a dot.",
  remedy: "Remove the dot.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.violations, (code) => policyCodes.trailingDots.includes(code)),
        "no trailing dot",
      ),
    ),
};
