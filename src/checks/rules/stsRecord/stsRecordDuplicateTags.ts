import { brokenBy, type Rule } from "../../rule";
import { givenStsRecord, violationsOf } from "../given";
import { stsCodes } from "../violationCodes";

/** Senders differ in which one they take. */
export const stsRecordDuplicateTags: Rule = {
  id: "sts-record-duplicate-tags",
  severity: "fail",
  source: "RFC 8461 §3.1",
  asks: "No tag stands twice in the _mta-sts record.",
  remedy: "Leave one v= and one id=.",
  judge: (facts) =>
    givenStsRecord(facts, ({ violations }) =>
      brokenBy(
        violationsOf(violations, (code) => stsCodes.duplicates.includes(code)),
        "each tag stands once",
      ),
    ),
};
