import { brokenBy, type Rule } from "../../rule";
import { failedAs, givenResponses } from "../given";

/** Nothing but 200 is a policy, not even 204 or 206. */
export const hostStatus: Rule = {
  id: "host-status",
  severity: "fail",
  source: "RFC 8461 §3.3",
  asks: "The policy is answered with status 200.",
  remedy: "Serve the file at /.well-known/mta-sts.txt with status 200.",
  judge: (facts) =>
    givenResponses(facts, (fetches) => brokenBy(failedAs(fetches, "status"), "no other status than 200 or a redirect")),
};
