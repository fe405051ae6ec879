import { brokenBy, type Rule } from "../../rule";
import { givenPolicy, violationsOf } from "../given";

export const policyWildcardWidth: Rule = {
  id: "policy-wildcard-width",
  severity: "warn",
  source: "RFC 8461 §10.4",
  asks: "No wildcard in mx covers a whole top-level domain.",
  remedy: "Name the hosts exactly.",
  judge: (facts) =>
    givenPolicy(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.advice, (code) => code === "mx-wide-wildcard"),
        "no wildcard of that width",
      ),
    ),
};
