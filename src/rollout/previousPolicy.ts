import { idMatches, isDerivedId, parsePolicyFile } from "../protocol";
import type { LivePolicy, PreviousPolicy } from "./facts";

/**
 * The policy that a step starts from. The state knows best; where the policy's resource is new, what is live counts, so
 * that a domain that already enforces is adopted without a step back to testing. A live policy that cannot be read is
 * treated as absent, and the reason goes along.
 *
 * @param stateFile The policy file in the state; undefined where the policy's resource is new. One that is no policy is
 *   ours all the same: what it was is looked up.
 */
export function previousPolicyOf(stateFile: string | undefined, live: LivePolicy): PreviousPolicy {
  const inState = stateFile === undefined ? undefined : parsePolicyFile(stateFile).policy;
  if (stateFile !== undefined && inState !== undefined) {
    const announced = live.state === "notAsked" ? undefined : live.id;
    const id = announced !== undefined && idMatches(announced, stateFile) ? announced : undefined;
    return { from: "state", policy: inState, ...(id === undefined ? {} : { id }) };
  }
  switch (live.state) {
    case "published":
      return { from: stateFile === undefined ? "live" : "state", policy: live.policy, id: live.id };
    case "unreachable":
      return { from: "none", unreachable: live.why };
    case "absent":
      // There was one, and neither the state nor the network tells which.
      return stateFile === undefined ? { from: "none" } : { from: "none", unreachable: live.why };
    default:
      return { from: "none" };
  }
}

/**
 * The same where the program leaves `policy` out: then no resource tells of the state, and a live policy is ours to lose
 * only if its id has the form of this library's. Another tool's policy beside our TLS-RPT record is none of our business.
 */
export function previousForRemoval(live: LivePolicy): PreviousPolicy {
  const ours = live.state === "published" && isDerivedId(live.id);
  return ours ? { from: "live", policy: live.policy, id: live.id } : { from: "none" };
}
