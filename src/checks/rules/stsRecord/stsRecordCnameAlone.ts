import { broken, pass, type Rule } from "../../rule";
import { givenTexts } from "../given";

/** Resolvers differ in what they make of a CNAME with company. */
export const stsRecordCnameAlone: Rule = {
  id: "sts-record-cname-alone",
  severity: "fail",
  source: "RFC 1034 §3.6.2",
  asks: "Where _mta-sts is a CNAME, nothing else stands there.",
  remedy: "Remove either the CNAME or the TXT record.",
  judge: ({ sts }) =>
    givenTexts(sts.live, ({ name, besideCname }) =>
      besideCname ? broken(`${name} has a CNAME and a TXT record at once`) : pass("no CNAME with company"),
    ),
};
