import { brokenBy, type Rule } from "../../rule";
import { givenTexts } from "../given";

/** Discarded by the RFC, and most often a slip. */
export const tlsRptUnrelatedTxt: Rule = {
  id: "tlsrpt-unrelated-txt",
  severity: "warn",
  source: "RFC 8460 §3",
  asks: "No other TXT record stands beside the one at _smtp._tls.",
  remedy: "Remove it: nothing but the one record belongs at _smtp._tls.",
  judge: ({ tlsRpt }) =>
    givenTexts(tlsRpt.live, ({ name }) => {
      const discarded = tlsRpt.selection.unrelated;
      return brokenBy(
        discarded.map((text) => `TXT at ${name} that is no TLS-RPT record: ${text}`),
        "no other TXT",
      );
    }),
};
