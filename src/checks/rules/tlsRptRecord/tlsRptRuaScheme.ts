import { brokenBy, type Rule } from "../../rule";
import { givenTlsRptRecord, violationsOf } from "../given";
import { tlsRptCodes } from "../violationCodes";

/** A bare mail address is the most frequent slip. */
export const tlsRptRuaScheme: Rule = {
  id: "tlsrpt-rua-scheme",
  severity: "fail",
  source: "RFC 8460 §3",
  asks: "Each address begins with mailto: or https:.",
  remedy: "Put mailto: before a mail address; reports are never sent to http:.",
  judge: (facts) =>
    givenTlsRptRecord(facts, ({ violations }) =>
      brokenBy(
        violationsOf(violations, (code) => tlsRptCodes.scheme.includes(code)),
        "every address is mailto: or https:",
      ),
    ),
};
