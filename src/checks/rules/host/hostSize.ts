import { brokenBy, type Rule } from "../../rule";
import { failedAs, givenResponses } from "../given";

/** Senders need not read on. */
export const hostSize: Rule = {
  id: "host-size",
  severity: "fail",
  source: "RFC 8461 §3.3",
  asks: "The policy file has at most 64 KB.",
  remedy: "Shorten the file; a policy needs a few lines.",
  judge: (facts) =>
    givenResponses(facts, (fetches) => brokenBy(failedAs(fetches, "tooLarge"), "no answer of more than 64 KB")),
};
