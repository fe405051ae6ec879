import { broken, couldNotCheck, notApplicable, pass, type Rule } from "../../rule";

/** Senders without IPv4 are still rare. */
export const hostIpv6: Rule = {
  id: "host-ipv6",
  severity: "info",
  source: "RFC 8461 §3.3",
  asks: "mta-sts.<domain> has an IPv6 address.",
  remedy: "Add an AAAA record: CloudFront and Cloudflare serve IPv6 at no cost.",
  judge: ({ host }) => {
    if (host.failure !== undefined) return couldNotCheck(host.failure);
    if (host.ipv6.length > 0) return pass(`AAAA ${host.ipv6.join(", ")}`);
    return host.ipv4.length > 0 ? broken(`${host.name} has no AAAA record`) : notApplicable("the host has no address");
  },
};
