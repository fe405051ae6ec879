import { brokenBy, type Rule } from "../../rule";
import { givenTlsRptRecord, violationsOf } from "../given";
import { tlsRptCodes } from "../violationCodes";

/** A second rua= is lost: reporters take the first. */
export const tlsRptDuplicateTags: Rule = {
  id: "tlsrpt-duplicate-tags",
  severity: "fail",
  source: "RFC 8460 §3",
  asks: "No tag stands twice in the _smtp._tls record.",
  remedy: "Join the addresses with commas in one rua=.",
  judge: (facts) =>
    givenTlsRptRecord(facts, ({ violations }) =>
      brokenBy(
        violationsOf(violations, (code) => tlsRptCodes.duplicates.includes(code)),
        "each tag stands once",
      ),
    ),
};
