import { brokenBy, type Rule } from "../../rule";
import { givenTlsRptRecord, violationsOf } from "../given";
import { tlsRptCodes, unclaimed } from "../violationCodes";

/** An address that cannot be read is an address without reports. */
export const tlsRptRuaSyntax: Rule = {
  id: "tlsrpt-rua-syntax",
  severity: "fail",
  source: "RFC 3986 §3, RFC 6068 §2",
  asks: "Each address is a valid URI.",
  remedy: "Write mailto:name@example.com or https://reports.example.com/path, separated by commas.",
  judge: (facts) =>
    givenTlsRptRecord(facts, ({ violations }) =>
      brokenBy(
        violationsOf(violations, (code) => code.startsWith("rua-") && unclaimed(code, tlsRptCodes)),
        "every address is a valid URI",
      ),
    ),
};
