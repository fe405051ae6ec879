import { brokenBy, couldNotCheck, type Rule } from "../../rule";

/** A dead server makes every look-up slower, and some fail. */
export const dnsServersAnswer: Rule = {
  id: "dns-servers-answer",
  severity: "warn",
  source: "RFC 2182 §3",
  asks: "Every name server of the zone answers, and with authority.",
  remedy: "Repair the server, or take it out of the NS records of the zone and of its parent.",
  judge: ({ sts, mx, tlsRpt }) => {
    const servers = [...sts.live.servers, ...tlsRpt.live.servers, ...mx.servers];
    if (!servers.some(({ ok }) => ok)) return couldNotCheck("no server answered");
    const silent = servers.flatMap((server) => (server.ok ? [] : [`${server.server}: ${server.reason}`]));
    return brokenBy([...new Set(silent)], "every server answers");
  },
};
