import type { World } from "../world/world";
import { DayBook, type SentReport } from "./dayBook";
import type { Journal } from "./journal";
import { PolicyCache, type Applied } from "./policyCache";
import { fits, type ReadPolicy } from "./readPolicy";
import { Resolver } from "./resolver";
import { retryGap, type SenderTraits } from "./traits";

interface Message {
  created: number;
  attempts: number;
  /** When it is tried next. */
  due: number;
}

/** One sender: its resolver, its policy cache, its queue. Lives through time in steps, and never sees the future. */
export class Sender {
  readonly resolver: Resolver;
  readonly cache: PolicyCache;
  private readonly book: DayBook;
  /** Messages that wait for another attempt. */
  private readonly queue: Message[] = [];
  private next = 0;

  constructor(
    private readonly world: World,
    readonly traits: SenderTraits,
    /** When it writes, in order. May grow. */
    private readonly mail: readonly number[],
    private readonly journal: Journal,
    salt: number,
    number: number,
  ) {
    this.resolver = new Resolver(world, salt, number);
    this.cache = new PolicyCache(world, this.resolver, traits, number);
    this.book = new DayBook(world, traits, journal);
  }

  /** The reports that the domain got from it. */
  get reports(): readonly SentReport[] {
    return this.book.sent;
  }

  /** Does everything that it has to do before a time. */
  advanceTo(time: number): void {
    for (;;) {
      const fresh = this.mail[this.next] ?? Infinity;
      const oldest = this.earliest();
      const due = Math.min(fresh, oldest?.due ?? Infinity);
      if (due >= time) break;
      this.book.advanceTo(due);
      if (oldest !== undefined && oldest.due <= fresh) {
        if (this.attempt(oldest, due)) this.queue.splice(this.queue.indexOf(oldest), 1);
      } else {
        this.next++;
        this.journal.messages++;
        const message = { created: fresh, attempts: 0, due: fresh };
        // Few have to wait.
        if (!this.attempt(message, fresh)) this.queue.push(message);
      }
    }
    this.book.advanceTo(time);
  }

  private earliest(): Message | undefined {
    let first: Message | undefined;
    for (const message of this.queue) if (first === undefined || message.due < first.due) first = message;
    return first;
  }

  /** Whether that was the last attempt: the message is delivered, or returned. */
  private attempt(message: Message, time: number): boolean {
    if (this.traits.forgets && message.attempts === 0) {
      this.cache.forget();
      this.resolver.forget();
    }
    message.attempts++;
    const last = time >= message.created + this.traits.lifetime;
    const applied = this.traits.mtaSts ? this.cache.apply(time) : "none";
    let delivered = this.deliver(applied, time);
    let hadPolicy = applied !== "wait";
    // Before a bounce every sender looks for a newer policy (RFC 8461 §5.1); some look at no other time.
    if (!delivered && this.traits.mtaSts && (last || this.traits.asksTxt === "onMismatch")) {
      const renewed = this.cache.renew(time);
      hadPolicy = renewed !== "wait";
      delivered = this.deliver(renewed, time);
    }
    if (!delivered && !last) {
      const end = message.created + this.traits.lifetime;
      message.due = Math.min(time + retryGap(message.attempts, this.traits), end);
      return false;
    }
    if (delivered) this.journal.delivered(this.traits, message.created, time);
    else this.journal.returned(this.traits, message.created, time, hadPolicy);
    return true;
  }

  /** One attempt: each MX host in turn, until one takes the message. */
  private deliver(applied: Applied, time: number): boolean {
    if (applied === "wait") return false;
    const hosts = this.resolver.ask(time, "mx");
    const first = hosts[0];
    if (first === undefined) return false;
    if (applied === "none") {
      this.journal.unchecked(this, time, first);
      return true;
    }
    const { policy } = applied;
    this.journal.followed(this.traits, policy.meaning, policy.policy.mode, time);
    if (policy.policy.mode !== "enforce") {
      if (policy.policy.mode === "testing") this.book.session(policy, first, this.accepts(policy, first, time));
      this.journal.unchecked(this, time, first);
      return true;
    }
    for (const host of hosts) {
      const accepted = this.accepts(policy, host, time);
      this.book.session(policy, host, accepted);
      if (!accepted) continue;
      this.journal.verified(this, time);
      return true;
    }
    return false;
  }

  private accepts(policy: ReadPolicy, host: string, time: number): boolean {
    return fits(policy, host, this.traits.matching) && this.world.hasGoodCertificate(time, host);
  }
}
