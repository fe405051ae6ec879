import { recordsOf } from "../../net/dnsRecord";
import type { Resolver } from "../../net/resolver";

export interface HostAddresses {
  ipv4: string[];
  ipv6: string[];
  /** The names that CNAMEs lead to. */
  chain: string[];
  exists: boolean;
  /** Why it is not known; absent where any of the two look-ups gave addresses. */
  failure?: string;
}

/** A and AAAA as a sender looks them up: through the resolver. */
export async function addressesOf(host: string, resolver: Resolver): Promise<HostAddresses> {
  const [v4, v6] = await Promise.all([resolver.query(host, "A"), resolver.query(host, "AAAA")]);
  const ipv4 = v4.ok ? recordsOf(v4.answers, "A").map(({ data }) => data) : [];
  const ipv6 = v6.ok ? recordsOf(v6.answers, "AAAA").map(({ data }) => data) : [];
  const aliases = v4.ok ? v4 : v6;
  const failed = [v4, v6].find((reply) => !reply.ok);
  return {
    ipv4,
    ipv6,
    chain: aliases.ok ? recordsOf(aliases.answers, "CNAME").map(({ data }) => data) : [],
    exists: [v4, v6].some((reply) => reply.ok && reply.rcode === "NOERROR"),
    ...(failed?.ok === false && ipv4.length + ipv6.length === 0 ? { failure: failed.reason } : {}),
  };
}
