import { brokenBy, notApplicable, type Rule } from "../../rule";
import { givenProbes } from "../given";

export const smtpAnswers: Rule = {
  id: "smtp-answers",
  severity: "warn",
  source: "RFC 5321 §3.1",
  asks: "Each MX host greets with 220 and accepts EHLO.",
  remedy: "See the server's log; a block by reputation of this machine's address looks the same.",
  judge: (facts) =>
    givenProbes(facts, (probes) => {
      const connected = probes.filter(({ kind }) => kind !== "unreachable");
      if (connected.length === 0) return notApplicable("no MX host was reached");
      return brokenBy(
        connected.flatMap((probe) => (probe.kind === "refused" ? [`${probe.host}: ${probe.seen}`] : [])),
        "every host greets",
      );
    }),
};
