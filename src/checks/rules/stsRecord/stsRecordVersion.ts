import { brokenBy, type Rule } from "../../rule";
import { givenTexts, violationsOf } from "../given";
import { stsCodes } from "../violationCodes";

/** Case, spaces or quotes before the version make senders discard the record without a word. */
export const stsRecordVersion: Rule = {
  id: "sts-record-version",
  severity: "fail",
  source: "RFC 8461 §3.1",
  asks: "The _mta-sts record begins with v=STSv1; to the letter.",
  remedy: 'Write "v=STSv1;" first, in this case of letters and without spaces or quotes of your own.',
  judge: ({ sts }) =>
    givenTexts(sts.live, () =>
      brokenBy(
        violationsOf(sts.selection.violations, (code) => stsCodes.version.includes(code)),
        "the version tag is as it should be",
      ),
    ),
};
