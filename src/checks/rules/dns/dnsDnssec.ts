import { broken, couldNotCheck, pass, type Rule } from "../../rule";

/** To validating resolvers a bogus zone does not exist: no mail, no policy. */
export const dnsDnssec: Rule = {
  id: "dns-dnssec",
  severity: "fail",
  source: "RFC 4035 §5.5",
  asks: "The zone is unsigned, or its DNSSEC signatures are valid.",
  remedy: "Renew the signatures, or make the DS record at the parent fit the keys of the zone.",
  judge: ({ zone }) => {
    switch (zone.dnssec.state) {
      case "bogus":
        return broken("the resolver refuses the zone's DNSSEC signatures, and answers without validation");
      case "secure":
        return pass("the resolver has validated the zone by DNSSEC");
      case "insecure":
        return pass("the zone is not signed, or the resolver does not validate");
      case "unknown":
        return couldNotCheck(zone.dnssec.reason);
    }
  },
};
