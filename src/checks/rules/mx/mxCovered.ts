import { MtaStsMode, uncoveredHosts } from "../../../protocol";
import { broken, notApplicable, pass, type Rule } from "../../rule";
import { givenMx, givenPolicy } from "../given";

/** The drift that loses mail: an MX host that the policy does not know. */
export const mxCovered: Rule = {
  id: "mx-covered",
  severity: "fail",
  source: "RFC 8461 §4.1",
  asks: "Each live MX host matches an mx of the policy.",
  remedy: "Add the host to the policy (`policy.mx`, or `mailExchangers`), or take it out of the MX records.",
  judge: (facts) =>
    givenPolicy(facts, ({ file: { policy } }) =>
      givenMx(facts, ({ hosts }) => {
        if (!policy || policy.mode === MtaStsMode.None) return notApplicable("no policy asks anything of the MX hosts");
        if (hosts.length === 0) return notApplicable("there is no live MX host");
        const missing = uncoveredHosts(
          hosts.map(({ host }) => host),
          policy.mx,
        );
        const effect =
          policy.mode === MtaStsMode.Enforce ? "mail to it is held back" : "under enforce, mail to it stops";
        return missing.length > 0
          ? broken(`no mx of the policy matches ${missing.join(", ")}: ${effect}`)
          : pass(`all ${hosts.length} are covered`);
      }),
    ),
};
