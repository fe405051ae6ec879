import { brokenBy, type Rule } from "../../rule";
import { givenTlsRptRecord } from "../given";

/** Each report would come twice. */
export const tlsRptRuaDuplicates: Rule = {
  id: "tlsrpt-rua-duplicates",
  severity: "warn",
  source: "RFC 8460 §3",
  asks: "No address stands twice in rua.",
  remedy: "Leave it once.",
  judge: (facts) =>
    givenTlsRptRecord(facts, ({ rua }) => {
      const lower = rua.map((uri) => uri.toLowerCase());
      const repeated = rua.filter((_, index) => lower.indexOf(lower[index] ?? "") < index);
      return brokenBy(
        [...new Set(repeated)].map((uri) => `${uri} stands more than once`),
        "no address stands twice",
      );
    }),
};
