import type { Policy } from "../protocol";

/** What the TLS-RPT reports of a domain say about enforcing its policy. Made by the reports room; judged here. */
export interface ReadinessVerdict {
  state: "ready" | "notReady" | "insufficientEvidence";
  /** Why, one sentence each. */
  reasons: string[];
  /** The day from which the evidence holds (`YYYY-MM-DD`). */
  readySince?: string;
}

/** The user's word that one refused step is meant: valid for one resulting policy id only. */
export interface Override {
  policyId: string;
  reason: string;
}

/** The user's word that nothing which senders hold is older than a date. */
export interface Retire {
  /** `YYYY-MM-DD`; the policy may go on any later day (UTC). */
  after: string;
}

/** The policy that the step starts from. */
export type PreviousPolicy =
  | { from: "state"; policy: Policy; id?: string }
  | { from: "live"; policy: Policy; id: string }
  /** None known; `unreachable` says why the live one could not be asked for. */
  | { from: "none"; unreachable?: string };

/** What senders find now. `id` is that of the one valid TXT record, also where the file behind it is not valid. */
export type LivePolicy =
  | {
      state: "published";
      id: string;
      policy: Policy;
      text: string;
      /** `YYYY-MM-DD`, UTC: when the file was written, by the host's `Last-Modified`; absent where it gives none. */
      since?: string;
    }
  | { state: "absent"; why: string; id?: string }
  /** `ids`: what the name servers announce, where they do not agree; `isServed`: whether the host serves a policy then. */
  | { state: "unreachable"; why: string; id?: string; ids?: readonly string[]; isServed?: boolean }
  | { state: "notAsked" };

/** Where mail goes now, by the zone's authoritative servers. `LiveMx` of the look-ups fits it as it is. */
export type MxFacts =
  | { kind: "hosts" | "implicit"; hosts: readonly { host: string; ttl: number }[] }
  /** RFC 7505: the domain takes no mail. */
  | { kind: "null" }
  | { kind: "absent" | "failed"; reason: string }
  /** `rollout.checkLiveMx: false`. */
  | { kind: "notAsked" };

/** The places a component can serve a policy from. */
export type PolicyHost = "cloudfront" | "cloudflareWorker";

/** Which hosts a program declares, and which of them the address record points to. */
export interface HostFacts {
  declared: readonly PolicyHost[];
  address: PolicyHost;
}

/** Who answers for the domain, and who for the program's zones: name servers, by name. */
export interface ZoneFacts {
  /** Of the zones in which the program keeps the records. */
  own: readonly string[];
  /** Those that the domain is delegated to. */
  delegated: readonly string[];
}

/** Everything that a step is judged by: plain data, no look-ups. */
export interface TransitionFacts {
  domain: string;
  previous: PreviousPolicy;
  /** What this deploy would publish; absent where the program leaves `policy` out. */
  next?: { policy: Policy; id: string };
  live: { policy: LivePolicy; mx: MxFacts };
  /** Absent: no reports were given. */
  readiness?: ReadinessVerdict;
  /** Whether the program declares `_smtp._tls`. */
  tlsReporting: boolean;
  /** Whether the program declares MX records. */
  declaresMx?: boolean;
  /** Before and after; absent where neither is known or the host is new. */
  host?: {
    previous: HostFacts;
    next: HostFacts;
    /** ISO 8601; until then resolvers may hold the address of the host that was left. Absent once it is over. */
    oldAddressUntil?: string;
  };
  /** Absent where the program's zones are not known yet, or the delegation cannot be seen. */
  zones?: ZoneFacts;
  /** Seconds that resolvers may keep the `_mta-sts` record. */
  ttl: number;
  override?: Override;
  retire?: Retire;
  /** `YYYY-MM-DD`, UTC. */
  today: string;
}
