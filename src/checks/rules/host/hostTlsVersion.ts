import { brokenBy, type Rule } from "../../rule";
import { givenTls } from "../given";
import { tlsFindings } from "./tlsFindings";

/** Senders refuse older versions. */
export const hostTlsVersion: Rule = {
  id: "host-tls-version",
  severity: "fail",
  source: "RFC 8461 §3.3, RFC 8996 §4",
  asks: "The policy host offers TLS 1.2 or newer, and the handshake succeeds.",
  remedy: "Enable TLS 1.2 and 1.3 with current ciphers on the policy host.",
  judge: (facts) =>
    givenTls(facts, (fetches) => {
      const versions = [...new Set(fetches.flatMap(({ protocol }) => protocol ?? []))];
      return brokenBy(tlsFindings(fetches, "protocol", "handshake"), versions.join(", ") || "the handshake succeeds");
    }),
};
