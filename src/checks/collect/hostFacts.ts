import { formatEndpoint, type Endpoint } from "../../net/endpoint";
import { addressRefusal } from "../../net/addressPolicy";
import { fetchPolicy, type PolicyFetch } from "../../net/policyFetch";
import type { HostFacts } from "../facts";
import { limits } from "../limits";
import { addressesOf } from "./addresses";
import type { Network } from "./network";

const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

/** The policy host's addresses, and the policy as each of them serves it. */
export async function hostFacts(domain: string, { resolver, options }: Network): Promise<HostFacts> {
  const name = `mta-sts.${domain}`;
  const { connectTo, ca, timeoutMs, allowPrivate, ports } = options;
  const fetchFrom = (endpoint: Endpoint, userAgent?: string): Promise<PolicyFetch> => {
    const refusal = connectTo ? undefined : addressRefusal(endpoint.host, allowPrivate);
    if (refusal !== undefined)
      return Promise.resolve({ ok: false, kind: "refusedAddress", host: name, ms: 0, seen: refusal });
    return fetchPolicy({ host: name, connectTo: endpoint, ca, timeoutMs, resolver, userAgent, allowPrivate });
  };
  const addresses = await addressesOf(name, resolver);
  const endpoints = connectTo
    ? [connectTo]
    : [addresses.ipv4, addresses.ipv6]
        .flatMap((family) => family.slice(0, limits.hostAddresses))
        .map((host) => ({ host, port: ports?.https ?? 443 }));
  const fetches = await Promise.all(endpoints.map((endpoint) => fetchFrom(endpoint)));
  const answered = endpoints[fetches.findIndex(({ status }) => status !== undefined)];
  return {
    name,
    ...addresses,
    ...(connectTo ? { connectTo: formatEndpoint(connectTo), failure: undefined } : {}),
    fetches,
    ...(answered ? { asBrowser: await fetchFrom(answered, browser) } : {}),
  };
}
