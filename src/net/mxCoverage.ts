import { MtaStsMode, uncoveredHosts } from "../protocol";
import { isVerificationOnly } from "./verificationMx";

/** Where mail goes, as far as it is known. `LiveMx` fits it as it is. */
export type MxAnswer =
  | { kind: "hosts" | "implicit"; hosts: readonly { host: string }[] }
  /** RFC 7505: the domain takes no mail. */
  | { kind: "null" }
  | { kind: "absent" | "failed"; reason: string }
  /** Nobody looked. */
  | { kind: "notAsked" };

/** What a policy means for the live MX hosts. */
export type MxCoverage =
  /** The policy asks nothing of hosts (mode none), there is no host, or nobody looked. */
  | { state: "nothingToCover"; why: string }
  /** The domain takes no mail, and has a policy all the same. */
  | { state: "nullMx" }
  /** The domain does not exist in DNS. */
  | { state: "absent"; reason: string }
  | { state: "unknown"; reason: string }
  | { state: "covered"; hosts: string[] }
  /** Under enforce, mail to these hosts is held back. `implicit`: the domain itself is the host. */
  | { state: "uncovered"; hosts: string[]; implicit: boolean };

/**
 * Whether each live MX host matches an mx of the policy (RFC 8461 §4.1). Names that only prove ownership do not count.
 * The one judgement behind the rule `mx-covered` of the check and the live MX look-up of a deploy.
 *
 * @example
 * mxCoverage({ mode: "enforce", mx: ["mx1.example.com"] }, await liveMx("example.com", resolverAt()));
 */
export function mxCoverage(policy: { mode: MtaStsMode; mx: readonly string[] }, live: MxAnswer): MxCoverage {
  if (policy.mode === MtaStsMode.None) {
    return { state: "nothingToCover", why: "no policy asks anything of the MX hosts" };
  }
  switch (live.kind) {
    case "notAsked":
      return { state: "nothingToCover", why: "the live MX hosts were not looked up" };
    case "null":
      return { state: "nullMx" };
    case "absent":
      return { state: "absent", reason: live.reason };
    case "failed":
      return { state: "unknown", reason: live.reason };
    case "hosts":
    case "implicit": {
      const hosts = live.hosts.map(({ host }) => host).filter((host) => !isVerificationOnly(host));
      if (hosts.length === 0) return { state: "nothingToCover", why: "there is no live MX host" };
      const missing = uncoveredHosts(hosts, policy.mx);
      return missing.length === 0
        ? { state: "covered", hosts }
        : { state: "uncovered", hosts: missing, implicit: live.kind === "implicit" };
    }
  }
}
