interface Span {
  /** A policy's meaning, in the form of its canonical file. */
  text: string;
  from: number;
  /** Infinity while it goes on. */
  to: number;
}

/**
 * When each policy was current: announced by the `_mta-sts` record, or served at the address that senders are given.
 * A sender that goes by a policy long after is left behind.
 */
export class Currency {
  private readonly spans: Span[] = [];
  private readonly grace = new Map<string, number>();

  /** Says for how many seconds longer than usual resolvers announce a policy: its record has a long TTL. */
  lingers(text: string, seconds: number): void {
    this.grace.set(text, seconds);
  }

  /** Says which policies begin to be current at a time. */
  begin(time: number, texts: readonly string[]): void {
    const open = this.spans.filter(({ to }) => to === Infinity).map(({ text }) => text);
    for (const text of texts) if (!open.includes(text)) this.spans.push({ text, from: time, to: Infinity });
  }

  /** Says that from a time on no others are. */
  only(time: number, texts: readonly string[]): void {
    for (const span of this.spans) if (span.to === Infinity && !texts.includes(span.text)) span.to = time;
  }

  /** For how many seconds a policy has not been current; 0 while it is. */
  sinceWithdrawn(text: string, time: number): number {
    let last = -Infinity;
    // From the newest: most senders go by what is current.
    for (let index = this.spans.length - 1; index >= 0; index--) {
      const span = this.spans[index]!;
      if (span.from > time || span.text !== text) continue;
      if (span.to > time) return 0;
      last = Math.max(last, span.to);
    }
    return Math.max(0, time - last - (this.grace.get(text) ?? 0));
  }
}
