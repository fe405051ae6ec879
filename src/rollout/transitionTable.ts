import type { Stage } from "./changes";
import type { Rule } from "./finding";
import {
  enforceInsufficientEvidence,
  enforceNotReady,
  enforceReady,
  enforceWithMxChange,
  enforceWithoutEvidence,
} from "./rules/advanceRules";
import { hostRules } from "./rules/hostRules";
import { restorePolicy, sameMode, samePolicyAgain } from "./rules/keepRules";
import { mxDropped, mxDroppedLongTtl } from "./rules/mxDropRules";
import {
  mxNotAsked,
  mxNull,
  mxStillNeeded,
  mxUncovered,
  mxUncoveredEnforced,
  mxUnknown,
  mxUnknownRefused,
} from "./rules/mxRules";
import {
  adoptChanged,
  adoptChangedSoftly,
  adoptUnclear,
  liveUnreachable,
  maxAgeLowered,
  maxAgeShort,
  returnToLiveId,
  tlsRptRemoved,
} from "./rules/publishedRules";
import {
  removalUnknown,
  removeEnforce,
  removeExpired,
  removeNoneEarly,
  removeTesting,
  removeTestingExpired,
  removeUnread,
} from "./rules/removalRules";
import {
  enforceWithoutTesting,
  noneWithoutPolicy,
  reportingOnly,
  startTesting,
  startTestingAgain,
} from "./rules/startRules";
import { retireInert, retireTooEarly, stepBack, windDown } from "./rules/stepBackRules";

/**
 * From (row) to (column). In each cell the first rule that applies decides; the last one of a cell always applies, so
 * that no step is without a decision.
 */
export const transitionTable: Record<Stage, Record<Stage, readonly Rule[]>> = {
  absent: {
    absent: [reportingOnly],
    testing: [startTesting],
    enforce: [enforceWithoutTesting],
    none: [noneWithoutPolicy],
  },
  testing: {
    absent: [removeTestingExpired, removeTesting],
    testing: [samePolicyAgain, sameMode],
    enforce: [enforceWithMxChange, enforceReady, enforceNotReady, enforceInsufficientEvidence, enforceWithoutEvidence],
    none: [windDown],
  },
  enforce: {
    absent: [removeEnforce],
    testing: [stepBack],
    enforce: [samePolicyAgain, sameMode],
    none: [windDown],
  },
  none: {
    absent: [removeExpired, removeNoneEarly],
    testing: [startTestingAgain],
    enforce: [enforceWithoutTesting],
    none: [samePolicyAgain, sameMode],
  },
};

/** Decides in place of the table where it applies: see {@link restorePolicy}. */
export const restoreRule: Rule = restorePolicy;

/** Judged on every step, beside the table; each that applies adds its finding. */
export const guardRules: readonly Rule[] = [
  mxStillNeeded,
  mxUncoveredEnforced,
  mxUncovered,
  mxNull,
  mxUnknownRefused,
  mxUnknown,
  mxNotAsked,
  mxDropped,
  mxDroppedLongTtl,
  returnToLiveId,
  maxAgeLowered,
  maxAgeShort,
  tlsRptRemoved,
  adoptChanged,
  adoptChangedSoftly,
  adoptUnclear,
  liveUnreachable,
  ...hostRules,
  retireTooEarly,
  retireInert,
  removeUnread,
  removalUnknown,
];
