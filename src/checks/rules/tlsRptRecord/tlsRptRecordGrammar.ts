import { brokenBy, type Rule } from "../../rule";
import { givenTexts, violationsOf } from "../given";
import { tlsRptCodes, unclaimed } from "../violationCodes";

/** Version, separators and extensions; the addresses have rules of their own. */
export const tlsRptRecordGrammar: Rule = {
  id: "tlsrpt-record-grammar",
  severity: "fail",
  source: "RFC 8460 §3",
  asks: "The _smtp._tls record follows the grammar and begins with v=TLSRPTv1;.",
  remedy: "Publish the record as `v=TLSRPTv1; rua=mailto:…`.",
  judge: ({ tlsRpt }) =>
    givenTexts(tlsRpt.live, () =>
      brokenBy(
        violationsOf(tlsRpt.selection.violations, (code) => unclaimed(code, tlsRptCodes) && !code.startsWith("rua-")),
        "the record is well formed",
      ),
    ),
};
