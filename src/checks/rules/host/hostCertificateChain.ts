import { brokenBy, type Rule } from "../../rule";
import { givenTls } from "../given";
import { tlsFindings } from "./tlsFindings";

/** Browsers fetch a missing intermediate, mail servers do not. */
export const hostCertificateChain: Rule = {
  id: "host-certificate-chain",
  severity: "fail",
  source: "RFC 5246 §7.4.2",
  asks: "The server sends the whole chain up to the root.",
  remedy: "Configure the full chain (often named fullchain.pem), not the certificate alone.",
  judge: (facts) =>
    givenTls(facts, (fetches) => brokenBy(tlsFindings(fetches, "incompleteChain"), "no gap in the chain")),
};
