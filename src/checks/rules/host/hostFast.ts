import { broken, brokenBy, type Rule } from "../../rule";
import { failedAs, givenFetches } from "../given";

/** Senders are advised to wait a minute; many wait less. */
export const hostFast: Rule = {
  id: "host-fast",
  severity: "fail",
  source: "RFC 8461 §3.3",
  asks: "The policy comes within a minute.",
  remedy: "Serve the file from a content network or another static host: senders give up, and have no policy.",
  judge: (facts) =>
    givenFetches(facts, (fetches) => {
      const slow = failedAs(fetches, "timeout");
      if (slow.length > 0) return broken(slow.join("; "));
      const answered = fetches.filter(({ status }) => status !== undefined);
      return brokenBy([], answered.length > 0 ? "answered in time" : "nothing was slow");
    }),
};
