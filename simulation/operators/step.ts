import type { Program } from "../deploy/program";
import type { Death } from "../scenario/scenario";

/** One thing on an operator's list. */
export interface Step {
  /** Seconds: not before. */
  at: number;
  /** What the program would say; undefined where this has become pointless. */
  change: (program: Program) => Program | undefined;
  /** Done by hand before the deploy (or instead of it, where the change is pointless). */
  byHand?: () => void;
  /** What follows a deploy that was accepted and done. */
  then?: () => Step[];
  /** What follows a refusal, by its code; where nothing does, the operator gives up. */
  remedies?: Record<string, () => Step[]>;
  death?: Death;
  /** How often it was tried. */
  tries?: number;
}
