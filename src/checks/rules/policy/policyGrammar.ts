import { brokenBy, type Rule } from "../../rule";
import { givenPolicy, violationsOf } from "../given";
import { policyCodes, unclaimed } from "../violationCodes";

/** Everything that the ABNF refuses and no other rule names. */
export const policyGrammar: Rule = {
  id: "policy-grammar",
  severity: "fail",
  source: "RFC 8461 §3.2",
  asks: "Each line of the policy is `name: value`, as the grammar has it.",
  remedy: "Correct the lines named; `mta-sts policy <file>` prints the canonical form.",
  judge: (facts) =>
    givenPolicy(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.violations, (code) => unclaimed(code, policyCodes)),
        "the file is well formed",
      ),
    ),
};
