import { brokenBy, notApplicable, type Rule } from "../../rule";
import { givenTlsRptRecord } from "../given";

/** Unlike DMARC, TLS-RPT asks no permission of the other domain. */
export const tlsRptRuaExternal: Rule = {
  id: "tlsrpt-rua-external",
  severity: "info",
  source: "RFC 8460 §3",
  asks: "Reports stay with the domain itself.",
  remedy: "Nothing, if that service is meant to read who fails to deliver mail to you.",
  judge: (facts) =>
    givenTlsRptRecord(facts, () => {
      if (facts.rua.length === 0) return notApplicable("there is no address to look at");
      return brokenBy(
        facts.rua.filter(({ external }) => external).map(({ target }) => `reports go to another domain, ${target}`),
        "reports stay with the domain",
      );
    }),
};
