import { brokenBy, type Rule } from "../../rule";
import { failedAs, givenFetches } from "../given";

/** Each address counts: a sender takes any of them. */
export const hostConnects: Rule = {
  id: "host-connects",
  severity: "fail",
  source: "RFC 8461 §3.3",
  asks: "Every address of the policy host accepts HTTPS connections and answers a request.",
  remedy: "Open port 443 there, or remove the address from DNS.",
  judge: (facts) =>
    givenFetches(facts, (fetches) =>
      brokenBy(failedAs(fetches, "connect", "http"), `${fetches.length} of ${fetches.length} connected`),
    ),
};
