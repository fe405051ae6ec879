import { brokenBy, couldNotCheck, type Rule } from "../../rule";
import { givenProbes } from "../given";

export const smtpReachable: Rule = {
  id: "smtp-reachable",
  severity: "fail",
  source: "RFC 5321 §4.5.4.1",
  asks: "Each address of each MX host accepts connections on port 25.",
  remedy: "Open the port there, or remove the address or the MX record.",
  judge: (facts) =>
    givenProbes(facts, (all) => {
      const probes = all.filter((probe) => !(probe.kind === "unreachable" && probe.noRoute));
      if (probes.length === 0) return couldNotCheck("this machine has no way to any address of the MX hosts");
      const lost = probes.filter((probe) => probe.kind === "unreachable");
      // Outbound port 25 is closed in most networks: silence from everywhere is about this machine.
      if (lost.length === probes.length && lost.every(({ timedOut }) => timedOut)) {
        return couldNotCheck(
          `${lost.length === 1 ? "the only probe" : `all ${lost.length} probes`} timed out, which says nothing: outbound port 25 is often blocked`,
        );
      }
      return brokenBy(
        lost.map(({ host, seen }) => `${host}: ${seen}`),
        `${probes.length} of ${all.length} addresses answer`,
      );
    }),
};
