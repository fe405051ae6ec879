import { brokenBy, type Rule } from "../../rule";
import { failedAs, givenResponses } from "../given";

/** A web server that answers every path with its front page. */
export const hostHtml: Rule = {
  id: "host-html",
  severity: "fail",
  source: "RFC 8461 §3.2",
  asks: "The policy is not an HTML page.",
  remedy: "Serve the file itself, and 404 for paths that do not exist.",
  judge: (facts) => givenResponses(facts, (fetches) => brokenBy(failedAs(fetches, "html"), "no HTML page")),
};
