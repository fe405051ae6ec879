import { nextStage } from "../changes";
import type { Rule } from "../finding";

/** The input of every rule about a step from one mode to another. */
export const modeInput: Pick<Rule, "input" | "value"> = {
  input: "policy.mode",
  value: (facts) => (facts.next === undefined ? "left out" : `"${nextStage(facts)}"`),
};

export function always(): boolean {
  return true;
}
