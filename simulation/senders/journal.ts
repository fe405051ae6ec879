import { isCovered } from "../../src/protocol";
import type { World } from "../world/world";
import { lateAfter, propagation, recordTtl, staleAfter } from "./bounds";
import type { Held } from "./policyCache";
import type { SenderTraits } from "./traits";

/** A sender as the journal sees it. */
interface Watched {
  traits: SenderTraits;
  cache: { held: Held | undefined; fetched: Held | undefined };
}

/** Something that went wrong, for people. */
export interface Incident {
  kind: "undelivered" | "outside" | "late" | "stale" | "inClear";
  sender: string;
  /** Seconds. */
  time: number;
  /** When the message was written, or the policy that a sender went by. */
  about: string;
}

/** A message that was not delivered at its first attempt. */
export interface Wait {
  sender: string;
  /** Seconds. */
  from: number;
  to: number;
  delivered: boolean;
}

/** Counts what happens to the mail of one domain. */
export class Journal {
  messages = 0;
  undelivered = 0;
  /** Undelivered because somebody changed the MX records by hand, beside the program. */
  outside = 0;
  /** Not delivered at the first attempt. */
  delayed = 0;
  /** Delayed beyond the documented bound. */
  late = 0;
  longestDelay = 0;
  inClear = 0;
  stale = 0;
  /** Deliveries without a policy to go by, by senders that know MTA-STS, while the domain announces enforce. */
  unprotected = 0;
  /** Seconds between such deliveries and the ones before. */
  unprotectedSeconds = 0;
  lostReports = 0;
  readonly incidents: Incident[] = [];
  /** For the picture. */
  readonly waits: Wait[] = [];
  private readonly staleOnes = new Set<string>();
  private readonly lastSeen = new Map<SenderTraits, number>();

  constructor(
    private readonly world: World,
    private readonly mxTtl: number,
  ) {}

  delivered(traits: SenderTraits, created: number, time: number): void {
    const delay = time - created;
    if (delay === 0) return;
    this.delayed++;
    this.wait({ sender: traits.name, from: created, to: time, delivered: true });
    if (this.isOutside(created)) return;
    this.longestDelay = Math.max(this.longestDelay, delay);
    // The bound is one change's: whoever changes again while mail waits adds another.
    const since = Math.max(created, this.world.lastChange(time));
    if (time - since <= lateAfter(traits, since - created)) return;
    this.late++;
    this.note("late", traits, time, `${Math.round(delay)} s after it was written`);
  }

  /** @param hadPolicy whether it knew which policy applies at its last attempt, and only the hosts did not fit */
  returned(traits: SenderTraits, created: number, time: number, hadPolicy: boolean): void {
    const outside = hadPolicy && (this.isOutside(created) || this.isOutside(time));
    this.wait({ sender: traits.name, from: created, to: time, delivered: false });
    if (outside) this.outside++;
    else this.undelivered++;
    this.note(outside ? "outside" : "undelivered", traits, time, `written at ${Math.round(created)} s`);
  }

  /** A sender went by a policy: it may be one that was withdrawn long ago. */
  followed(traits: SenderTraits, text: string, mode: string, time: number): void {
    if (mode === "none") return;
    const since = this.world.currency.sinceWithdrawn(text, time);
    if (since === 0 || since <= staleAfter(traits, text)) return;
    const key = `${traits.name} ${text}`;
    if (this.staleOnes.has(key)) return;
    this.staleOnes.add(key);
    this.stale++;
    this.note("stale", traits, time, `${Math.round(since)} s after its policy was withdrawn`);
  }

  /** A delivery under enforce, to a host that passed. */
  verified(sender: Watched, time: number): void {
    this.lastSeen.set(sender.traits, time);
  }

  /** A delivery that checked nothing, or nothing that counts. */
  unchecked({ traits, cache: { held, fetched } }: Watched, time: number, host: string): void {
    if (!traits.mtaSts) return;
    const before = this.lastSeen.get(traits) ?? time;
    this.lastSeen.set(traits, time);
    const enforceSince = this.world.enforcedSince(time);
    if (enforceSince !== undefined && held?.policy.policy.mode !== "enforce") {
      this.unprotected++;
      this.unprotectedSeconds += time - Math.max(before, enforceSince);
    }
    // The last policy it fetched still binds it, by that policy's own word.
    if (fetched?.policy.policy.mode !== "enforce" || time >= fetched.until) return;
    if (isCovered(host, fetched.policy.policy.mx) && this.world.hasGoodCertificate(time, host)) return;
    this.inClear++;
    this.note("inClear", traits, time, `to ${host}`);
  }

  /** While the MX records did not fit, or while resolvers may still have given senders those that did not. */
  private isOutside(time: number): boolean {
    const lingers = Math.max(recordTtl, this.mxTtl) + propagation;
    return this.world.outside.some(({ from, to }) => time >= from && time < to + lingers);
  }

  private wait(wait: Wait): void {
    if (this.waits.length < 1000) this.waits.push(wait);
  }

  private note(kind: Incident["kind"], { name }: SenderTraits, time: number, about: string): void {
    if (this.incidents.length < 200) this.incidents.push({ kind, sender: name, time, about });
  }
}
