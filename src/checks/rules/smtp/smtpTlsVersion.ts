import { brokenBy, type Rule } from "../../rule";
import { givenSmtpTls } from "../given";
import { smtpFindings } from "./smtpFindings";

export const smtpTlsVersion: Rule = {
  id: "smtp-tls-version",
  severity: "fail",
  source: "RFC 8461 §4.2, RFC 8996 §4",
  asks: "Each MX host offers TLS 1.2 or newer, and the handshake succeeds.",
  remedy: "Enable TLS 1.2 and 1.3 on the mail server.",
  judge: (facts) =>
    givenSmtpTls(facts, (probes) => {
      const old = probes.filter(({ protocol }) => protocol === "TLSv1" || protocol === "TLSv1.1");
      const findings = [
        ...old.map(({ host, address, protocol }) => `${host} (${address}): no newer version than ${protocol ?? ""}`),
        ...smtpFindings(probes, "protocol", "handshake"),
      ];
      return brokenBy(findings, [...new Set(probes.flatMap(({ protocol }) => protocol ?? []))].join(", "));
    }),
};
