import { broken, couldNotCheck, notApplicable, pass, type Rule } from "../../rule";

/** A server that was forgotten gives some senders another policy than others. */
export const dnsServersAgree: Rule = {
  id: "dns-servers-agree",
  severity: "fail",
  source: "RFC 1034 §4.3.5",
  asks: "All authoritative servers give the same MX, _mta-sts and _smtp._tls records.",
  remedy: "Wait until the change has reached every server; if it does not, correct the server that lags behind.",
  judge: ({ sts, tlsRpt, mx }) => {
    const live = [mx, sts.live, tlsRpt.live];
    const differing = live.flatMap((each) => ("disagreement" in each ? (each.disagreement ?? []) : []));
    if (differing.length > 0) return broken(differing.join("; "));
    const servers = Math.max(...live.map((each) => each.servers.filter(({ ok }) => ok).length));
    if (servers === 0) return couldNotCheck("no server answered");
    return servers === 1 ? notApplicable("one server only was asked") : pass(`${servers} servers agree`);
  },
};
