import { broken, notApplicable, pass, type Rule } from "../../rule";
import { givenTxt } from "../given";

/** Without the record senders never look for a policy. */
export const stsRecordExists: Rule = {
  id: "sts-record-exists",
  severity: "fail",
  source: "RFC 8461 §3.1",
  asks: "There is a TXT record at _mta-sts that announces a policy.",
  remedy: "Publish the policy first, then the TXT record; `mta-sts init` writes the program for both.",
  judge: ({ sts, mx }) =>
    givenTxt(sts.live, (live) => {
      const { candidates, violations } = sts.selection;
      const [first] = candidates;
      if (first !== undefined) return pass(`TXT at ${live.name}: ${first}`);
      if (violations.some(({ code }) => code === "record-discarded")) {
        return pass(`a TXT record stands at ${live.name}, though senders discard it`);
      }
      if (mx.kind === "null") return notApplicable("the domain takes no mail (null MX)");
      return broken(`no TXT record at ${live.name} begins with "v=STSv1;"`);
    }),
};
