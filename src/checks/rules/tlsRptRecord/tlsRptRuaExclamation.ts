import { brokenBy, type Rule } from "../../rule";
import { givenTlsRptRecord, violationsOf } from "../given";
import { tlsRptCodes } from "../violationCodes";

/** DMARC's size limit `!10m` has no place here. */
export const tlsRptRuaExclamation: Rule = {
  id: "tlsrpt-rua-exclamation",
  severity: "fail",
  source: "RFC 8460 §3",
  asks: "No address has a raw exclamation mark.",
  remedy: "Remove a size limit such as !10m, which only DMARC has, or write the character as %21.",
  judge: (facts) =>
    givenTlsRptRecord(facts, ({ violations }) =>
      brokenBy(
        violationsOf(violations, (code) => tlsRptCodes.exclamation.includes(code)),
        "no raw exclamation mark",
      ),
    ),
};
