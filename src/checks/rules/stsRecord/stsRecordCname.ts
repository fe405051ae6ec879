import { broken, pass, type Rule } from "../../rule";
import { givenTexts } from "../given";

/** Delegation by CNAME is allowed (RFC 8461 §8.2); then someone else decides on the id. */
export const stsRecordCname: Rule = {
  id: "sts-record-cname",
  severity: "info",
  source: "RFC 8461 §8.2",
  asks: "_mta-sts holds its record itself.",
  remedy: "Nothing, if the delegation is meant: whoever runs the target decides on the policy's id.",
  judge: ({ sts }) =>
    givenTexts(sts.live, ({ name, chain }) =>
      chain.length > 0 ? broken(`${name} is a CNAME for ${chain.join(", then ")}`) : pass("no CNAME"),
    ),
};
