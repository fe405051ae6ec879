import { broken, pass, type Rule } from "../../rule";
import { givenTexts } from "../given";

/** With two records senders take neither. */
export const stsRecordSingle: Rule = {
  id: "sts-record-single",
  severity: "fail",
  source: "RFC 8461 §3.1",
  asks: "Exactly one TXT record at _mta-sts begins with v=STSv1;.",
  remedy: "Delete all but the record whose id belongs to the policy that is served now.",
  judge: ({ sts }) =>
    givenTexts(sts.live, ({ name }) => {
      const { candidates } = sts.selection;
      if (candidates.length < 2)
        return pass(`${candidates.length === 1 ? "one record" : "no second record"} at ${name}`);
      return broken(`${candidates.length} records at ${name}, so senders find no policy: ${candidates.join(" | ")}`);
    }),
};
