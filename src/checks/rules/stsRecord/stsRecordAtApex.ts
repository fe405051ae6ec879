import { brokenBy, type Rule } from "../../rule";
import { givenTxt } from "../given";

/** A record in the wrong place looks done and does nothing. */
export const stsRecordAtApex: Rule = {
  id: "sts-record-at-apex",
  severity: "warn",
  source: "RFC 8461 §3.1",
  asks: "No v=STSv1 record stands at the domain itself.",
  remedy: "Move it to _mta-sts.<domain>: senders look nowhere else.",
  judge: ({ apex }) =>
    givenTxt(apex, ({ texts, name }) =>
      brokenBy(
        texts.filter((text) => /^\s*v=STSv1/i.test(text)).map((text) => `TXT at ${name} itself: ${text}`),
        "none at the domain itself",
      ),
    ),
};
