import { broken, notApplicable, pass, type Rule } from "../../rule";
import { givenTlsRptRecord } from "../given";

/** The grammar has rua directly after the version, and some parsers insist. */
export const tlsRptRuaFirst: Rule = {
  id: "tlsrpt-rua-first",
  severity: "warn",
  source: "RFC 8460 §3",
  asks: "rua is the first tag after the version.",
  remedy: "Write it as `v=TLSRPTv1; rua=…`, anything else after it.",
  judge: (facts) =>
    givenTlsRptRecord(facts, ({ text }) => {
      const [, first = ""] = text.split(";");
      if (!/;\s*rua\s*=/.test(text)) return notApplicable("there is no rua");
      return /^\s*rua\s*=/.test(first) ? pass("rua comes first") : broken(`"${first.trim()}" stands before rua`);
    }),
};
