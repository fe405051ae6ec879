import { brokenBy, type Rule } from "../../rule";
import { givenSmtpTls } from "../given";
import { smtpFindings } from "./smtpFindings";

export const smtpCertificateName: Rule = {
  id: "smtp-certificate-name",
  severity: "fail",
  source: "RFC 8461 §4.2, RFC 6125 §6.4",
  asks: "Each MX host's certificate carries the name of the MX record.",
  remedy: "Have the certificate issued for the name in the MX record.",
  judge: (facts) =>
    givenSmtpTls(facts, (probes) => brokenBy(smtpFindings(probes, "nameMismatch"), "every name matches")),
};
