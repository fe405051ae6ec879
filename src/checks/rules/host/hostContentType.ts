import { brokenBy, type Rule } from "../../rule";
import { failedAs, givenResponses } from "../given";

/** Several senders refuse any other media type, or none. */
export const hostContentType: Rule = {
  id: "host-content-type",
  severity: "fail",
  source: "RFC 8461 §3.2",
  asks: "The policy is served as text/plain, uncompressed.",
  remedy: "Set Content-Type: text/plain on the file, and turn compression off for it.",
  judge: (facts) =>
    givenResponses(facts, (fetches) =>
      brokenBy(failedAs(fetches, "notText", "encoded"), "nothing else than text/plain"),
    ),
};
