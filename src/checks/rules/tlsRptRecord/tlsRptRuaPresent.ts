import { brokenBy, type Rule } from "../../rule";
import { givenTlsRptRecord, violationsOf } from "../given";
import { tlsRptCodes } from "../violationCodes";

/** The record's only purpose. */
export const tlsRptRuaPresent: Rule = {
  id: "tlsrpt-rua-present",
  severity: "fail",
  source: "RFC 8460 §3",
  asks: "The record has a rua with at least one address, and no empty ones.",
  remedy: "Add `rua=mailto:tls-reports@…` with an address that someone reads.",
  judge: (facts) =>
    givenTlsRptRecord(facts, ({ violations, rua }) =>
      brokenBy(
        violationsOf(violations, (code) => tlsRptCodes.present.includes(code)),
        `reports go to ${rua.join(", ")}`,
      ),
    ),
};
