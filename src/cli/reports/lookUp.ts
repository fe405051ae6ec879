import { openNetwork } from "../../checks/collect/network";
import { liveMx } from "../../net/liveMx";
import { fetchPolicy } from "../../net/policyFetch";
import { parsePolicyFile, type Policy } from "../../protocol";
import type { LiveMxHost } from "../../reports";
import { networkOptions, type NetworkFlags } from "../networkOptions";

/**
 * The policy as it is served now.
 *
 * @throws Error that says what was seen, and how to do without.
 */
export async function lookUpPolicy(domain: string, flags: NetworkFlags): Promise<Policy> {
  const options = networkOptions(flags);
  const { connectTo, ca, allowPrivate, timeoutMs } = options;
  const instead = "pass the policy's mx with --mx to judge another one";
  const { resolver } = openNetwork(options);
  const fetched = await fetchPolicy({ host: `mta-sts.${domain}`, resolver, connectTo, ca, allowPrivate, timeoutMs });
  if (!fetched.ok) throw new Error(`the policy of ${domain} cannot be fetched: ${fetched.seen}; ${instead}`);
  const { policy, violations } = parsePolicyFile(fetched.bytes);
  if (policy === undefined) {
    throw new Error(`the policy of ${domain} is not valid: ${violations[0]?.message ?? "no policy"}; ${instead}`);
  }
  return policy;
}

/** The live MX set. Asks DNS alone, and so has no use for the file of `--ca`. */
export async function lookUpHosts(
  domain: string,
  flags: NetworkFlags,
): Promise<{ hosts: LiveMxHost[] } | { hosts: undefined; reason: string }> {
  const { resolver, authority } = openNetwork(networkOptions({ ...flags, ca: undefined }));
  const live = await liveMx(domain, resolver, authority);
  if (live.kind === "failed" || live.kind === "absent") return { hosts: undefined, reason: live.reason };
  return { hosts: live.hosts.map(({ host, preference }) => ({ host, preference })) };
}
