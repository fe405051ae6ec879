import { brokenBy, couldNotCheck, notApplicable, type Rule } from "../../rule";
import { givenTlsRptRecord } from "../given";

/** Reports to a domain that takes no mail are lost. */
export const tlsRptRuaReachable: Rule = {
  id: "tlsrpt-rua-reachable",
  severity: "warn",
  source: "RFC 8460 §3",
  asks: "The domain of each mailto: address takes mail, and the host of each https: address has an address.",
  remedy: "Correct the address, or give its domain an MX record.",
  judge: (facts) =>
    givenTlsRptRecord(facts, () => {
      const { rua } = facts;
      if (rua.length === 0) return notApplicable("there is no address to look at");
      const lost = rua.filter(({ reachable }) => reachable === "no");
      const unknown = rua.find(({ reachable }) => reachable === "unknown");
      if (lost.length === 0 && unknown) return couldNotCheck(unknown.seen);
      return brokenBy(
        lost.map(({ uri, seen }) => `${uri}: ${seen}`),
        rua.map(({ target, seen }) => `${target}: ${seen}`).join("; "),
      );
    }),
};
