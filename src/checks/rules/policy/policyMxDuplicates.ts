import { brokenBy, type Rule } from "../../rule";
import { givenPolicyLines, violationsOf } from "../given";

/** Allowed, but a sign of a list kept by hand. */
export const policyMxDuplicates: Rule = {
  id: "policy-mx-duplicates",
  severity: "warn",
  source: "RFC 8461 §3.2",
  asks: "No mx stands twice.",
  remedy: "Remove the second line.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.advice, (code) => code === "mx-duplicate"),
        "no mx stands twice",
      ),
    ),
};
