import { brokenBy, type Rule } from "../../rule";
import { failedAs, givenFetches } from "../given";

/** An address inside a network is of no use to senders outside, and probing it could harm. */
export const hostAddressPublic: Rule = {
  id: "host-address-public",
  severity: "fail",
  source: "RFC 6890 §2.2",
  asks: "The addresses of the policy host are public.",
  remedy: "Publish public addresses; inside a split network run the check with --allow-private.",
  judge: (facts) =>
    givenFetches(facts, (fetches) => brokenBy(failedAs(fetches, "refusedAddress"), "no refused address")),
};
