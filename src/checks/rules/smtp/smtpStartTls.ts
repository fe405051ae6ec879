import { brokenBy, notApplicable, type Rule } from "../../rule";
import { givenProbes } from "../given";

export const smtpStartTls: Rule = {
  id: "smtp-starttls",
  severity: "fail",
  source: "RFC 8461 §4.2, RFC 3207 §4",
  asks: "Each MX host offers STARTTLS.",
  remedy: "Enable TLS on the mail server; under enforce, senders do not deliver without it.",
  judge: (facts) =>
    givenProbes(facts, (probes) => {
      const greeted = probes.filter(({ kind }) => kind === "tls" || kind === "noStartTls");
      if (greeted.length === 0) return notApplicable("no MX host was reached");
      return brokenBy(
        greeted.flatMap((probe) =>
          probe.kind === "noStartTls" ? [`${probe.host} (${probe.address}): ${probe.seen}`] : [],
        ),
        "every host offers STARTTLS",
      );
    }),
};
