import { brokenBy, type Rule } from "../../rule";
import { givenPolicyLines, violationsOf } from "../given";

export const policyMxSingleLabel: Rule = {
  id: "policy-mx-single-label",
  severity: "warn",
  source: "RFC 5321 §2.3.5",
  asks: "Each mx is a full host name.",
  remedy: "Write the name with its domain.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.advice, (code) => code === "mx-single-label"),
        "no mx of a single label",
      ),
    ),
};
