import { brokenBy, type Rule } from "../../rule";
import { givenStsRecord, violationsOf } from "../given";
import { stsCodes, unclaimed } from "../violationCodes";

/** Everything that the ABNF refuses and no other rule names. */
export const stsRecordGrammar: Rule = {
  id: "sts-record-grammar",
  severity: "fail",
  source: "RFC 8461 §3.1",
  asks: "The _mta-sts record follows the grammar: fields name=value, separated by semicolons.",
  remedy: "Publish the record as `v=STSv1; id=<letters and digits>;`.",
  judge: (facts) =>
    givenStsRecord(facts, ({ violations, text }) =>
      brokenBy(
        violationsOf(violations, (code) => unclaimed(code, stsCodes)),
        `the record is well formed: ${text}`,
      ),
    ),
};
