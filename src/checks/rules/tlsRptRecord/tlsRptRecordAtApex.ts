import { brokenBy, type Rule } from "../../rule";
import { givenTxt } from "../given";

/** A record in the wrong place looks done and does nothing. */
export const tlsRptRecordAtApex: Rule = {
  id: "tlsrpt-record-at-apex",
  severity: "warn",
  source: "RFC 8460 §3",
  asks: "No v=TLSRPTv1 record stands at the domain itself.",
  remedy: "Move it to _smtp._tls.<domain>: reporters look nowhere else.",
  judge: ({ apex }) =>
    givenTxt(apex, ({ texts, name }) =>
      brokenBy(
        texts.filter((text) => /^\s*v=TLSRPTv1/i.test(text)).map((text) => `TXT at ${name} itself: ${text}`),
        "none at the domain itself",
      ),
    ),
};
