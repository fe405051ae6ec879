import { brokenBy, type Rule } from "../../rule";
import { givenSmtpTls } from "../given";
import { smtpFindings } from "./smtpFindings";

export const smtpCertificateTrusted: Rule = {
  id: "smtp-certificate-trusted",
  severity: "fail",
  source: "RFC 8461 §4.2",
  asks: "A root that senders trust stands behind each MX host's certificate, with the whole chain sent.",
  remedy: "Use a certificate of a public authority, and configure its full chain.",
  judge: (facts) =>
    givenSmtpTls(facts, (probes) =>
      brokenBy(smtpFindings(probes, "untrusted", "selfSigned", "incompleteChain"), "no untrusted certificate"),
    ),
};
