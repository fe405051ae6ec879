import type { PackRule } from "../packRule";
import { cachingDisabled } from "./cachingDisabled";
import { certificateCovers } from "./certificateCovers";
import { derivedIdMatches } from "./derivedIdMatches";
import { enforceMaxAge } from "./enforceMaxAge";
import { handMadeId } from "./handMadeId";
import { mxCovered } from "./mxCovered";
import { policyFileValid } from "./policyFileValid";
import { reportingBeforePolicy } from "./reportingBeforePolicy";
import { singleRecords } from "./singleRecords";

/** Every rule, in the order of a reader's interest. */
export const packRules: readonly PackRule[] = [
  policyFileValid,
  derivedIdMatches,
  handMadeId,
  mxCovered,
  singleRecords,
  reportingBeforePolicy,
  cachingDisabled,
  certificateCovers,
  enforceMaxAge,
];
