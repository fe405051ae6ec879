import { authoritativeServers, type AuthorityOptions, type ZoneServers } from "../../net/authoritative";
import { resolverAt, type Resolver } from "../../net/resolver";
import type { CheckOptions } from "../options";
import { rememberingResolver } from "./rememberingResolver";

/** What collecting shares over all domains of a run. */
export interface Network {
  resolver: Resolver;
  authority: AuthorityOptions;
  options: CheckOptions;
}

/** @throws TypeError if the DNS server is not an address with an optional port. */
export function openNetwork(options: CheckOptions): Network {
  const { dnsServer, askAuthoritative = false, allowPrivate, timeoutMs, ports } = options;
  const dnsTimeoutMs = options.dnsTimeoutMs ?? Math.min(timeoutMs ?? 3000, 3000);
  return {
    resolver: rememberingResolver(resolverAt(dnsServer, { timeoutMs: dnsTimeoutMs })),
    authority: { allowPrivate, port: ports?.dns, always: askAuthoritative, timeoutMs: dnsTimeoutMs },
    options,
  };
}

/** The servers of the zone that holds the name, or the explicit resolver. */
export function serversOf({ resolver, authority }: Network, name: string): Promise<ZoneServers> {
  return authoritativeServers(name, resolver, authority);
}
