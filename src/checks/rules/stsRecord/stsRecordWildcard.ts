import { broken, notApplicable, pass, type Rule } from "../../rule";
import { givenTexts, givenTxt } from "../given";

/** A wildcard answers for names that were never meant. */
export const stsRecordWildcard: Rule = {
  id: "sts-record-wildcard",
  severity: "warn",
  source: "RFC 4592 §2.1",
  asks: "The _mta-sts record is made for its name, not synthesised from a wildcard.",
  remedy: "Create the record at _mta-sts itself; the wildcard then no longer covers that name.",
  judge: ({ sts, random }) =>
    givenTexts(sts.live, ({ name, texts }) =>
      givenTxt(random, (anything) => {
        if (anything.texts.length === 0) return pass("no wildcard answers for TXT");
        const same = texts.every((text) => anything.texts.includes(text));
        return same
          ? broken(`a wildcard gives ${name} its TXT: any other name has the same`)
          : notApplicable("a wildcard answers for TXT, but this name has a record of its own");
      }),
    ),
};
