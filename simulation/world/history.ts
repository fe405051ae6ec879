/** Copies of one thing: authoritative servers of a zone, edges of a host. */
export const copies = 4;

interface Entry<T> {
  from: number;
  /** Seconds after `from` at which each copy has it. */
  lags: readonly number[];
  value: T;
}

/** What each copy of a thing says at each instant. Changes come in order of time; questions in any. */
export class History<T> {
  private readonly entries: Entry<T>[];

  constructor(first: T) {
    this.entries = [{ from: -Infinity, lags: [], value: first }];
  }

  set(from: number, value: T, lags: readonly number[]): void {
    this.entries.push({ from, lags, value });
  }

  /** What a copy says. */
  at(time: number, copy: number): T {
    for (let index = this.entries.length - 1; index > 0; index--) {
      const { from, lags, value } = this.entries[index]!;
      if (from + (lags[copy] ?? 0) <= time) return value;
    }
    return this.entries[0]!.value;
  }

  /** When what a copy says was written. */
  since(time: number, copy: number): number {
    for (let index = this.entries.length - 1; index > 0; index--) {
      const { from, lags } = this.entries[index]!;
      if (from + (lags[copy] ?? 0) <= time) return from;
    }
    return -Infinity;
  }

  /** What was written last, whoever has it yet. */
  get latest(): T {
    return this.entries.at(-1)!.value;
  }
}
