import { broken, pass, type Rule } from "../../rule";
import { givenTexts } from "../given";

/** With two records reporters take neither. */
export const tlsRptRecordSingle: Rule = {
  id: "tlsrpt-record-single",
  severity: "fail",
  source: "RFC 8460 §3",
  asks: "Exactly one TXT record at _smtp._tls begins with v=TLSRPTv1;.",
  remedy: "Put all addresses into the rua of one record, and delete the others.",
  judge: ({ tlsRpt }) =>
    givenTexts(tlsRpt.live, ({ name }) => {
      const { candidates } = tlsRpt.selection;
      if (candidates.length < 2)
        return pass(`${candidates.length === 1 ? "one record" : "no second record"} at ${name}`);
      return broken(`${candidates.length} records at ${name}, so nobody sends reports: ${candidates.join(" | ")}`);
    }),
};
