import { MtaStsMode } from "../../../protocol";
import { broken, notApplicable, pass, type Rule } from "../../rule";
import { givenPolicyLines } from "../given";

export const policyNoneLeftovers: Rule = {
  id: "policy-none-leftovers",
  severity: "info",
  source: "RFC 8461 §8.3",
  asks: "A policy of mode none has no mx.",
  remedy:
    "Remove the mx lines: they have no meaning there. Delete policy and record once the largest max_age has passed.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file: { policy } }) => {
      if (policy?.mode !== MtaStsMode.None) return notApplicable("the mode is not none");
      return policy.mx.length > 0 ? broken(`mode none with mx ${policy.mx.join(", ")}`) : pass("mode none without mx");
    }),
};
