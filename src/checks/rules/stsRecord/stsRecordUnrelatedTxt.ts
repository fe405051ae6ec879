import { brokenBy, type Rule } from "../../rule";
import { givenTexts } from "../given";

/** Discarded by the RFC, but some senders stumble over it, and it is most often a slip. */
export const stsRecordUnrelatedTxt: Rule = {
  id: "sts-record-unrelated-txt",
  severity: "warn",
  source: "RFC 8461 §3.1",
  asks: "No other TXT record stands beside the one at _mta-sts.",
  remedy: "Remove it: nothing but the one record belongs at _mta-sts.",
  judge: ({ sts }) =>
    givenTexts(sts.live, ({ name }) =>
      brokenBy(
        sts.selection.unrelated.map((text) => `TXT at ${name} that is no policy record: ${text}`),
        "no other TXT",
      ),
    ),
};
