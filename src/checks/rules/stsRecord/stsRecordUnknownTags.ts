import { brokenBy, type Rule } from "../../rule";
import { givenStsRecord } from "../given";

/** Extensions are allowed and ignored; most of them are slips. */
export const stsRecordUnknownTags: Rule = {
  id: "sts-record-unknown-tags",
  severity: "info",
  source: "RFC 8461 §3.1",
  asks: "The _mta-sts record has no tags beside v and id.",
  remedy: "Remove the tag unless it is meant: senders ignore it.",
  judge: (facts) =>
    givenStsRecord(facts, ({ extensions }) =>
      brokenBy(
        extensions.map(({ name, value }) => `the tag ${name}=${value} means nothing to senders`),
        "no other tags",
      ),
    ),
};
