import { brokenBy, type Rule } from "../../rule";
import { failedAs, givenResponses } from "../given";

/** Following would let another host decide on the policy. */
export const hostRedirect: Rule = {
  id: "host-redirect",
  severity: "fail",
  source: "RFC 8461 §3.3",
  asks: "The policy is not redirected.",
  remedy: "Serve the file at mta-sts.<domain> itself: senders must not follow redirects.",
  judge: (facts) => givenResponses(facts, (fetches) => brokenBy(failedAs(fetches, "redirect"), "no redirect")),
};
