/** How a sender differs from the state machine of RFC 8461 §5.1. Found in real senders; see docs/simulation.md. */
export interface SenderTraits {
  name: string;
  /** When it asks for the `_mta-sts` record while it holds a policy. All ask before a bounce (RFC 8461 §5.1). */
  asksTxt: "eachDelivery" | "daily" | "onMismatch";
  /** An unchanged id makes the cached policy as good as new, without a fetch. */
  renewsOnSameId: boolean;
  /** What a new id means whose policy cannot be fetched: the old policy goes on, or mail waits. */
  failedFetch: "keep" | "defer";
  /** Fetches the policy once a day, whatever the record says. */
  refreshesDaily: boolean;
  /** Seconds at which it caps `max_age`. */
  longestMaxAge: number;
  /** Which of two fields of one name counts. */
  duplicates: "first" | "last";
  /** Takes a policy of type `text/plain` only. */
  strictMediaType: boolean;
  /** What is compared with the patterns: the MX name; the same, with `*` standing for several labels; the certificate. */
  matching: Matching;
  /** Writes so seldom that it remembers nothing from one mail to the next. */
  forgets: boolean;
  mtaSts: boolean;
  /** Seconds after which it returns a message to its author. */
  lifetime: number;
  /** The domain that signs its TLS-RPT reports; undefined where it sends none. */
  reports: string | undefined;
}

export type Matching = "mxName" | "manyLabels" | "certificateNames";

const hour = 3600;
const day = 86400;

const standard: SenderTraits = {
  name: "",
  asksTxt: "eachDelivery",
  renewsOnSameId: false,
  failedFetch: "keep",
  refreshesDaily: false,
  longestMaxAge: Infinity,
  duplicates: "first",
  strictMediaType: false,
  matching: "mxName",
  forgets: false,
  mtaSts: true,
  lifetime: 5 * day,
  reports: undefined,
};

/** The senders of the world, each writing to the domain at its own times. */
export const population: readonly SenderTraits[] = [
  { ...standard, name: "by the RFC" },
  { ...standard, name: "asks daily", asksTxt: "daily", reports: "google.com" },
  { ...standard, name: "asks daily, 24 h queue", asksTxt: "daily", lifetime: day, reports: "microsoft.com" },
  { ...standard, name: "asks on mismatch only", asksTxt: "onMismatch" },
  { ...standard, name: "renews without fetching", renewsOnSameId: true, matching: "certificateNames" },
  { ...standard, name: "failed fetch defers", failedFetch: "defer" },
  { ...standard, name: "failed fetch defers, 12 h queue", failedFetch: "defer", lifetime: 12 * hour },
  { ...standard, name: "refreshes daily, ignores TXT", asksTxt: "onMismatch", refreshesDaily: true },
  { ...standard, name: "caps max_age at a day", longestMaxAge: day },
  { ...standard, name: "last duplicate wins", duplicates: "last" },
  { ...standard, name: "strict media type", strictMediaType: true },
  { ...standard, name: "wildcard over several labels", matching: "manyLabels" },
  { ...standard, name: "12 h queue", lifetime: 12 * hour },
  { ...standard, name: "writes for the first time", forgets: true },
  { ...standard, name: "no MTA-STS", mtaSts: false },
];

/** Seconds after a failed fetch before the next one for the same id (RFC 8461 §3.3). */
export const backOff = 300;

/** Seconds from one attempt to the next: it doubles, up to an hour in short queues and four in long ones. */
export function retryGap(attempts: number, { lifetime }: SenderTraits): number {
  return Math.min(300 * 2 ** (attempts - 1), lifetime > day ? 4 * hour : hour);
}
