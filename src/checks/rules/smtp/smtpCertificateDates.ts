import { brokenBy, type Rule } from "../../rule";
import { givenSmtpTls } from "../given";
import { smtpFindings } from "./smtpFindings";

export const smtpCertificateDates: Rule = {
  id: "smtp-certificate-dates",
  severity: "fail",
  source: "RFC 8461 §4.2",
  asks: "Each MX host's certificate is valid today.",
  remedy: "Renew the certificate; under enforce, mail is held back until then.",
  judge: (facts) =>
    givenSmtpTls(facts, (probes) =>
      brokenBy(smtpFindings(probes, "expired", "notYetValid"), "every certificate is valid today"),
    ),
};
