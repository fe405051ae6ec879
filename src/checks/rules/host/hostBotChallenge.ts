import { brokenBy, type Rule } from "../../rule";
import { failedAs, givenResponses } from "../given";

/** Mail servers cannot solve puzzles. */
export const hostBotChallenge: Rule = {
  id: "host-bot-challenge",
  severity: "fail",
  source: "RFC 8461 §3.3",
  asks: "No bot protection stands between senders and the policy.",
  remedy: "Let /.well-known/mta-sts.txt through without a challenge, for every client.",
  judge: (facts) => givenResponses(facts, (fetches) => brokenBy(failedAs(fetches, "botChallenge"), "no bot challenge")),
};
