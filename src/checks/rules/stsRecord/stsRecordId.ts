import { brokenBy, type Rule } from "../../rule";
import { givenStsRecord, violationsOf } from "../given";
import { stsCodes } from "../violationCodes";

/** The id is how senders see that the policy has changed. */
export const stsRecordId: Rule = {
  id: "sts-record-id",
  severity: "fail",
  source: "RFC 8461 §3.1",
  asks: "The record has an id of 1 to 32 letters and digits.",
  remedy: "Give the record an id of letters and digits alone, a new one whenever the policy changes.",
  judge: (facts) =>
    givenStsRecord(facts, ({ id, violations }) =>
      brokenBy(
        violationsOf(violations, (code) => stsCodes.id.includes(code)),
        `the id is ${id ?? ""}`,
      ),
    ),
};
