import type { World } from "../world/world";
import type { Journal } from "./journal";
import type { ReadPolicy } from "./readPolicy";
import type { SenderTraits } from "./traits";

/** What a sender tells a domain of one day (RFC 8460). */
export interface SentReport {
  organization: string;
  /** Days since the epoch of this world. */
  day: number;
  entries: SessionCount[];
}

/** The sessions with one host under one policy. */
export interface SessionCount {
  policy: ReadPolicy;
  host: string;
  successes: number;
  failures: number;
}

const secondsPerDay = 86400;

/** Counts a sender's sessions under a policy, and reports them after midnight, if the domain says where to. */
export class DayBook {
  readonly sent: SentReport[] = [];
  private day = 0;
  private counts: SessionCount[] = [];

  constructor(
    private readonly world: World,
    private readonly traits: SenderTraits,
    private readonly journal: Journal,
  ) {}

  session(policy: ReadPolicy, host: string, ok: boolean): void {
    if (this.traits.reports === undefined) return;
    let count = this.counts.find((each) => each.policy === policy && each.host === host);
    if (count === undefined) this.counts.push((count = { policy, host, successes: 0, failures: 0 }));
    if (ok) count.successes++;
    else count.failures++;
  }

  advanceTo(time: number): void {
    const day = Math.floor(time / secondsPerDay);
    if (day === this.day) return;
    if (this.counts.length > 0 && this.traits.reports !== undefined) {
      const midnight = (this.day + 1) * secondsPerDay;
      const { values } = this.world.answer(midnight, this.world.delegation.at(midnight, 0), "tlsRpt", 0);
      if (values.length === 0) this.journal.lostReports++;
      else this.sent.push({ organization: this.traits.reports, day: this.day, entries: this.counts });
    }
    this.counts = [];
    this.day = day;
  }
}
