import { brokenBy, notApplicable, type Rule } from "../../rule";
import { givenMx } from "../given";

/** Some senders then ask for a certificate of the target, others for one of the alias. */
export const mxNotCname: Rule = {
  id: "mx-not-cname",
  severity: "warn",
  source: "RFC 2181 §10.3",
  asks: "No MX host is a CNAME.",
  remedy: "Put the target's own name into the MX record and into the policy.",
  judge: (facts) =>
    givenMx(facts, () => {
      if (facts.mxHosts.length === 0) return notApplicable("there is no live MX host");
      return brokenBy(
        facts.mxHosts
          .filter(({ chain }) => chain.length > 0)
          .map(({ host, chain }) => `${host} is a CNAME for ${chain.join(", then ")}`),
        "no MX host is a CNAME",
      );
    }),
};
