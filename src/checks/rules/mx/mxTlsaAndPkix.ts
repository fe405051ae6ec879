import { brokenBy, notApplicable, type Rule } from "../../rule";
import { givenSmtpTls } from "../given";

/** A certificate that DANE alone vouches for fails every sender that does MTA-STS only. */
export const mxTlsaAndPkix: Rule = {
  id: "mx-tlsa-and-pkix",
  severity: "fail",
  source: "RFC 8461 §2, RFC 7672 §3.1",
  asks: "An MX host with TLSA records has a certificate that is valid without them as well.",
  remedy: "Use a certificate of a public authority, and let the TLSA record point to its key.",
  judge: (facts) => {
    const withTlsa = facts.mxHosts.filter(({ tlsa }) => tlsa > 0).map(({ host }) => host);
    if (withTlsa.length === 0) return notApplicable("no MX host has TLSA records");
    return givenSmtpTls(facts, (probes) => {
      const danish = probes.filter(({ host }) => withTlsa.includes(host));
      if (danish.length === 0) return notApplicable("no MX host with TLSA records was reached");
      const findings = danish.flatMap(({ host, problems }) =>
        problems.map(({ seen }) => `${host} has TLSA, but ${seen}`),
      );
      return brokenBy([...new Set(findings)], "the certificates are valid with and without DANE");
    });
  },
};
