import { mxCoverage } from "../../../net/mxCoverage";
import { MtaStsMode } from "../../../protocol";
import { broken, couldNotCheck, notApplicable, pass, type Rule } from "../../rule";
import { givenPolicy } from "../given";

/** The drift that loses mail: an MX host that the policy does not know. */
export const mxCovered: Rule = {
  id: "mx-covered",
  severity: "fail",
  source: "RFC 8461 §4.1",
  asks: "Each live MX host matches an mx of the policy.",
  remedy: "Add the host to the policy (`policy.mx`, or `mailExchangers`), or take it out of the MX records.",
  judge: (facts) =>
    givenPolicy(facts, ({ file: { policy } }) => {
      if (!policy) return notApplicable("the policy cannot be read");
      const coverage = mxCoverage(policy, facts.mx);
      switch (coverage.state) {
        case "nothingToCover":
          return notApplicable(coverage.why);
        case "nullMx":
          return notApplicable("there is no live MX host");
        case "absent":
          return notApplicable(coverage.reason);
        case "unknown":
          return couldNotCheck(coverage.reason);
        case "covered":
          return pass(`all ${coverage.hosts.length} are covered`);
        case "uncovered": {
          const enforced = policy.mode === MtaStsMode.Enforce;
          const effect = enforced ? "mail to it is held back" : "under enforce, mail to it stops";
          return broken(`no mx of the policy matches ${coverage.hosts.join(", ")}: ${effect}`);
        }
      }
    }),
};
