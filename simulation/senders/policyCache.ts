import { selectStsRecord } from "../../src/protocol";
import { copies } from "../world/history";
import type { Served, ServerKind, World } from "../world/world";
import { readPolicy, type ReadPolicy } from "./readPolicy";
import type { Resolver } from "./resolver";
import { backOff, type SenderTraits } from "./traits";

/** A policy that a sender holds. */
export interface Held {
  id: string;
  policy: ReadPolicy;
  fetchedAt: number;
  /** When this sender lets go of it. */
  until: number;
}

/** What applies to a delivery: a policy, none, or a wait for one. */
export type Applied = Held | "none" | "wait";

const day = 86400;
const ids = new Map<string, string | undefined>();

/** A sender's policy cache: RFC 8461 §3.3 and §5.1, with the ways in which senders differ. */
export class PolicyCache {
  held: Held | undefined;
  /** The last policy fetched, kept for the audit when the sender itself has dropped it. */
  fetched: Held | undefined;
  private askedAt = -Infinity;
  private failed: { id: string; until: number } | undefined;
  /** What was read last. Answers are never changed, only replaced: the same answer means the same. */
  private record: { texts: readonly string[]; id: string | undefined } | undefined;
  private file: { served: Served; policy: ReadPolicy | undefined } | undefined;

  constructor(
    private readonly world: World,
    private readonly resolver: Resolver,
    private readonly traits: SenderTraits,
    private readonly sender: number,
  ) {}

  /** What applies to a delivery now. */
  apply(time: number): Applied {
    const { asksTxt, refreshesDaily } = this.traits;
    if (this.held !== undefined && time >= this.held.until) this.held = undefined;
    if (this.held !== undefined && refreshesDaily && time - this.held.fetchedAt >= day) this.fetch(time, this.held.id);
    const asks =
      this.held === undefined || asksTxt === "eachDelivery" || (asksTxt === "daily" && time - this.askedAt >= day);
    return asks ? this.renew(time) : (this.held ?? "none");
  }

  /** Asks for the record now, and fetches if it has news. */
  renew(time: number): Applied {
    this.askedAt = time;
    const texts = this.resolver.ask(time, "sts");
    if (this.record?.texts !== texts) this.record = { texts, id: announcedId(texts) };
    const { id } = this.record;
    if (id === undefined) return this.held ?? "none";
    if (this.held?.id === id) {
      if (this.traits.renewsOnSameId) this.held.until = time + this.held.policy.policy.maxAge;
      return this.held;
    }
    if (this.fetch(time, id)) return this.held ?? "none";
    return this.traits.failedFetch === "defer" ? "wait" : (this.held ?? "none");
  }

  forget(): void {
    this.held = undefined;
    this.fetched = undefined;
    this.failed = undefined;
  }

  /** Fetches the policy and keeps it under the id that made it look; false where it cannot be had. */
  private fetch(time: number, id: string): boolean {
    if (this.failed?.id === id && time < this.failed.until) return false;
    const policy = this.get(time);
    if (policy === undefined) {
      this.failed = { id, until: time + backOff };
      return false;
    }
    const maxAge = Math.min(policy.policy.maxAge, this.traits.longestMaxAge);
    this.held = { id, policy, fetchedAt: time, until: time + maxAge };
    this.fetched = { ...this.held, until: time + policy.policy.maxAge };
    return true;
  }

  private get(time: number): ReadPolicy | undefined {
    const server = this.resolver.ask(time, "address")[0];
    if (server === undefined) return undefined;
    const served = this.world.served(time, server as ServerKind, this.sender % copies);
    if (served === undefined || (this.traits.strictMediaType && served.mediaType !== "text/plain")) return undefined;
    if (this.file?.served !== served) this.file = { served, policy: readPolicy(served.text, this.traits) };
    return this.file.policy;
  }
}

/** Remembered by the texts: the same few records are read a million times. */
function announcedId(texts: readonly string[]): string | undefined {
  if (texts.length === 0) return undefined;
  const key = texts.join("\n");
  if (ids.has(key)) return ids.get(key);
  const id = selectStsRecord(texts).record?.id;
  if (ids.size > 5000) ids.clear();
  ids.set(key, id);
  return id;
}
