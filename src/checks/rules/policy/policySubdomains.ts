import { MtaStsMode } from "../../../protocol";
import { broken, notApplicable, type Rule } from "../../rule";
import { givenPolicyLines } from "../given";

/** Unlike DMARC's, a policy stops at the domain. */
export const policySubdomains: Rule = {
  id: "policy-subdomains",
  severity: "info",
  source: "RFC 8461 §3.4",
  asks: "Every subdomain that receives mail has a policy of its own.",
  remedy: "Publish one for each of them; nothing is to be done where there is none.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file: { policy } }) =>
      policy && policy.mode !== MtaStsMode.None
        ? broken(`the policy covers mail to @${facts.domain}, not to its subdomains`)
        : notApplicable("there is no policy to extend"),
    ),
};
