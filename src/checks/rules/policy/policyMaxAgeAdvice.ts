import { MtaStsMode } from "../../../protocol";
import { broken, notApplicable, pass, type Rule } from "../../rule";
import { givenPolicyLines } from "../given";

const day = 86_400;
const week = 7 * day;

/** A policy protects as long as senders remember it; one on its way out should be forgotten soon. */
export const policyMaxAgeAdvice: Rule = {
  id: "policy-max-age-advice",
  severity: "warn",
  source: "RFC 8461 §3.2, §8.3",
  asks: "max_age fits the mode: a week or more for enforce, a day or more for testing, a week at most for none.",
  remedy: "Raise it to 604800 for testing and enforce; lower it to 86400 for none.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file: { policy } }) => {
      if (!policy) return notApplicable("the policy cannot be read");
      const { mode, maxAge } = policy;
      const shown = `max_age ${maxAge} with mode ${mode}`;
      if (mode === MtaStsMode.None) {
        return maxAge > week ? broken(`${shown}: senders remember "no policy" for more than a week`) : pass(shown);
      }
      const least = mode === MtaStsMode.Enforce ? week : day;
      return maxAge < least ? broken(`${shown}: senders forget the policy within ${maxAge} s`) : pass(shown);
    }),
};
