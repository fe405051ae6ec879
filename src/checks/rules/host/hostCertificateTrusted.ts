import { brokenBy, type Rule } from "../../rule";
import { givenTls } from "../given";
import { tlsFindings } from "./tlsFindings";

/** Without trust there is no policy. */
export const hostCertificateTrusted: Rule = {
  id: "host-certificate-trusted",
  severity: "fail",
  source: "RFC 8461 §3.3",
  asks: "A root that senders trust stands behind the policy host's certificate.",
  remedy: "Use a certificate of a public authority, such as AWS Certificate Manager or Let's Encrypt.",
  judge: (facts) =>
    givenTls(facts, (fetches) => brokenBy(tlsFindings(fetches, "untrusted", "selfSigned"), "no untrusted certificate")),
};
