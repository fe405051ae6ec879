/** A list that remembers the newest entries only, so that a server that runs for long does not grow. */
export class BoundedLog<Entry> {
  readonly #entries: Entry[] = [];

  constructor(readonly limit = 10_000) {}

  add(entry: Entry): void {
    this.#entries.push(entry);
    if (this.#entries.length > this.limit) this.#entries.splice(0, this.#entries.length - this.limit);
  }

  /** The entries now, oldest first: a copy. */
  list(): Entry[] {
    return [...this.#entries];
  }

  clear(): void {
    this.#entries.length = 0;
  }
}
