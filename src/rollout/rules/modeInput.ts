import { nextStage } from "../changes";
import type { Rule } from "../finding";

/** The input of every rule about a step from one mode to another. */
export const modeInput: Pick<Rule, "input" | "value"> = {
  input: "policy.mode",
  value: (facts) => (facts.next === undefined ? "left out" : `"${nextStage(facts)}"`),
};

/** The input of every rule about what is live under the domain, whatever the program says. */
export const domainInput: Pick<Rule, "input" | "value"> = {
  input: "domain",
  value: ({ domain }) => `"${domain}"`,
};

export function always(): boolean {
  return true;
}
