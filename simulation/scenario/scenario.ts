/** A domain, what stands before the first deploy, and what its operator wants, in order. Plain data, from a seed. */
export interface Scenario {
  /** Seeds the network, the senders and the mail. */
  salt: number;
  /** What senders find before the first deploy. `quirky`: a file with a duplicate field, served without a media type. */
  start: "nothing" | "foreignTesting" | "foreignEnforce" | "quirky";
  /** The domain's mail service at first. */
  provider: number;
  /** Seconds that resolvers may keep the MX records. */
  mxTtl: number;
  /** Whether the program declares the MX records (`mailExchangers`), or they are kept by hand. */
  ownsMx: boolean;
  /** Hosts whose certificate nobody would accept, until the operator mends them. */
  bad: "none" | "one" | "all";
  zone: ZoneKind;
  host: HostKind;
  /** Seconds of `policy.maxAge`. */
  maxAge: number;
  intents: Intent[];
}

export type ZoneKind = "route53" | "cloudflare";
export type HostKind = "cloudfront" | "cloudflareWorker";

/** One thing that the operator wants. */
export interface Intent {
  kind: IntentKind;
  /** Seconds since the one before. */
  gap: number;
  /** Which of several ways, hosts or values: read modulo their number. */
  variant: number;
  /** The first deploy of it dies. */
  dies?: Death;
}

export type IntentKind = (typeof intentKinds)[number];

export const intentKinds = [
  "enforce",
  "testing",
  "none",
  "remove",
  "addMx",
  "removeMx",
  "swapMx",
  "migrate",
  "maxAge",
  "revision",
  "moveHost",
  "moveZone",
  "goBack",
  "outside",
] as const;

export interface Death {
  /** Which of the deploy's operations, modulo their number. */
  at: number;
  /** Whether the operation was done and only its answer lost. */
  lost: boolean;
  /** What the operator does about it, and after how many seconds. */
  then: "resume" | "revert";
  after: number;
}
