import { broken, pass, type Rule } from "../../rule";
import { givenTexts } from "../given";

/** The old policy must stay valid until the TTL has passed; a long one delays every repair. */
export const stsRecordTtl: Rule = {
  id: "sts-record-ttl",
  severity: "warn",
  source: "RFC 8461 §8.1",
  asks: "The TTL of the _mta-sts record is a day at most.",
  remedy: "Lower it, 300 seconds will do: until it has passed, senders may hold on to the old id.",
  judge: ({ sts }) =>
    givenTexts(sts.live, ({ ttl = 0 }) =>
      ttl > 86_400 ? broken(`the TTL is ${ttl} s, more than a day`) : pass(`the TTL is ${ttl} s`),
    ),
};
