import { brokenBy, type Rule } from "../../rule";
import { givenPolicyLines, violationsOf } from "../given";
import { policyCodes } from "../violationCodes";

/** With it the first field is not named version. */
export const policyBom: Rule = {
  id: "policy-bom",
  severity: "fail",
  source: "RFC 8461 §3.2",
  asks: "The policy does not begin with a byte order mark.",
  remedy: "Save the file as UTF-8 without BOM.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file }) =>
      brokenBy(
        violationsOf(file.violations, (code) => policyCodes.bom.includes(code)),
        "no byte order mark",
      ),
    ),
};
