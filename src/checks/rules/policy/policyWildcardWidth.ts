import { brokenBy, type Rule } from "../../rule";
import { givenPolicyLines, violationsOf } from "../given";

export const policyWildcardWidth: Rule = {
  id: "policy-wildcard-width",
  severity: "warn",
  source: "RFC 8461 §10.4",
  asks: "No wildcard in mx covers a whole top-level domain.",
  remedy: "Name the hosts exactly.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.advice, (code) => code === "mx-wide-wildcard"),
        "no wildcard of that width",
      ),
    ),
};
