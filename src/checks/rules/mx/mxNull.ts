import { MtaStsMode } from "../../../protocol";
import { broken, pass, type Rule } from "../../rule";
import { givenMx } from "../given";

export const mxNull: Rule = {
  id: "mx-null",
  severity: "warn",
  source: "RFC 7505 §3",
  asks: "A domain that takes no mail (null MX) has no policy.",
  remedy: "Remove the policy (mode none first), or publish the MX hosts.",
  judge: (facts) =>
    givenMx(facts, ({ kind }) => {
      if (kind !== "null") return pass("no null MX");
      const mode = facts.policy?.file.policy?.mode;
      return mode === undefined || mode === MtaStsMode.None
        ? pass("a null MX, and no policy")
        : broken(`a null MX, and a policy of mode ${mode}`);
    }),
};
