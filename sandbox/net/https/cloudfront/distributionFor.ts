/** Which distribution a host name belongs to. */
import type { Certificate, CloudState, Distribution } from "../../../cloud/state";
import { normalName, parentOf } from "../../dns/names";

/** By its own name, by an alias, or by a wildcard alias one label up, in this order. */
export function distributionFor(state: CloudState, host: string): Distribution | undefined {
  const all = [...state.distributions.values()];
  const has = (name: string) => all.find(({ aliases }) => aliases.some((alias) => normalName(alias) === name));
  return all.find(({ domainName }) => normalName(domainName) === host) ?? has(host) ?? has(`*.${parentOf(host)}`);
}

/** The certificate for its aliases; `undefined`: CloudFront's own, for the distribution's own name. */
export function certificateOf(state: CloudState, distribution: Distribution): Certificate | undefined {
  return [...state.certificates.values()].find(({ arn }) => arn === distribution.certificateArn);
}
