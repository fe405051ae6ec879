import { brokenBy, type Rule } from "../../rule";
import { givenTls } from "../given";
import { tlsFindings } from "./tlsFindings";

/** An expired certificate ends the policy, though senders keep the one they have cached. */
export const hostCertificateDates: Rule = {
  id: "host-certificate-dates",
  severity: "fail",
  source: "RFC 8461 §3.3",
  asks: "The policy host's certificate is valid today.",
  remedy: "Renew the certificate, and find out why it was not renewed in time.",
  judge: (facts) =>
    givenTls(facts, (fetches) =>
      brokenBy(tlsFindings(fetches, "expired", "notYetValid"), "every certificate is valid today"),
    ),
};
