import { broken, notApplicable, pass, type Rule } from "../../rule";
import { givenResponses } from "../given";

/** One edge with an old copy is enough for some senders to get it. */
export const hostAddressesAgree: Rule = {
  id: "host-addresses-agree",
  severity: "fail",
  source: "RFC 8461 §8.1",
  asks: "Every address of the policy host serves the same bytes.",
  remedy: "Find the server with the other copy; wait for, or purge, what a content network has cached.",
  judge: (facts) =>
    givenResponses(facts, (fetches) => {
      if (fetches.length < 2) return notApplicable("one address only answered");
      const copies = new Map<string, string[]>();
      for (const fetch of fetches) {
        const key = fetch.ok ? fetch.bytes.toString("latin1") : `status ${fetch.status ?? ""}`;
        copies.set(key, [...(copies.get(key) ?? []), fetch.address ?? ""]);
      }
      if (copies.size === 1) return pass(`${fetches.length} addresses serve the same bytes`);
      const groups = [...copies.values()].map((addresses) => addresses.join(" and "));
      return broken(`${copies.size} different answers: from ${groups.join("; from ")}`);
    }),
};
