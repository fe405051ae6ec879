import { brokenBy, type Rule } from "../../rule";
import { givenTls } from "../given";
import { tlsFindings } from "./tlsFindings";

/** The certificate must be for the domain's own mta-sts name, whoever serves it. */
export const hostCertificateName: Rule = {
  id: "host-certificate-name",
  severity: "fail",
  source: "RFC 8461 §3.3, RFC 6125 §6.4",
  asks: "The policy host's certificate carries mta-sts.<domain> as a DNS name.",
  remedy: "Have the certificate issued for mta-sts.<domain>; the common name does not count.",
  judge: (facts) => givenTls(facts, (fetches) => brokenBy(tlsFindings(fetches, "nameMismatch"), "the name matches")),
};
