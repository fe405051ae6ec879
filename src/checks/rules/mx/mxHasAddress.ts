import { brokenBy, couldNotCheck, notApplicable, type Rule } from "../../rule";
import { givenMx } from "../given";

export const mxHasAddress: Rule = {
  id: "mx-has-address",
  severity: "fail",
  source: "RFC 5321 §5.1",
  asks: "Each MX host has an address.",
  remedy: "Create its A record, or remove the MX record.",
  judge: (facts) =>
    givenMx(facts, () => {
      if (facts.mxHosts.length === 0) return notApplicable("there is no live MX host");
      const lost = facts.mxHosts.filter(({ addresses, failure }) => addresses.length === 0 && failure === undefined);
      const unknown = facts.mxHosts.find(({ failure }) => failure !== undefined)?.failure;
      if (lost.length === 0 && unknown !== undefined) return couldNotCheck(unknown);
      return brokenBy(
        lost.map(({ host }) => `${host} has no A or AAAA record`),
        "each MX host has an address",
      );
    }),
};
