import { broken, couldNotCheck, notApplicable, pass, type Rule } from "../../rule";

/** Where the policy lives has to be found first. */
export const hostResolves: Rule = {
  id: "host-resolves",
  severity: "fail",
  source: "RFC 8461 §3.3",
  asks: "mta-sts.<domain> has an address.",
  remedy: "Create the A and AAAA records of the policy host, or the CNAME to whoever serves it.",
  judge: ({ host, sts }) => {
    if (host.failure !== undefined) return couldNotCheck(host.failure);
    const addresses = [...host.ipv4, ...host.ipv6];
    if (addresses.length > 0) return pass(`${host.name} is at ${addresses.join(", ")}`);
    if (host.connectTo !== undefined) return notApplicable(`${host.connectTo} is asked instead of its addresses`);
    if (sts.selection.candidates.length === 0) return notApplicable("no policy is announced");
    const alias = host.chain.length > 0 ? ` (a CNAME for ${host.chain.join(", then ")})` : "";
    return broken(`${host.name}${alias} ${host.exists ? "has no A or AAAA record" : "does not exist in DNS"}`);
  },
};
