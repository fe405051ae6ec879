/** CloudFront's cache: answers, good and bad, by distribution and path, on a clock that tests can move. */
import type { EdgeResponse } from "../exchange";

interface Entry {
  response: EdgeResponse;
  storedAt: number;
  seconds: number;
}

export interface CachedAnswer {
  response: EdgeResponse;
  /** Whole seconds since it came from the origin. */
  age: number;
  fresh: boolean;
}

export class EdgeCache {
  readonly #entries = new Map<string, Entry>();

  /** @param now milliseconds */
  constructor(private readonly now: () => number) {}

  get(distributionId: string, path: string): CachedAnswer | undefined {
    const entry = this.#entries.get(key(distributionId, path));
    if (!entry) return undefined;
    const age = (this.now() - entry.storedAt) / 1000;
    return { response: entry.response, age: Math.floor(age), fresh: age < entry.seconds };
  }

  /** Keeps the answer for that long; for 0 seconds it only forgets what was there. */
  put(distributionId: string, path: string, response: EdgeResponse, seconds: number): void {
    if (seconds > 0) this.#entries.set(key(distributionId, path), { response, seconds, storedAt: this.now() });
    else this.#entries.delete(key(distributionId, path));
  }

  /** An invalidation: of one distribution, or of all. */
  clear(distributionId?: string): void {
    for (const name of this.#entries.keys()) {
      if (distributionId === undefined || name.startsWith(key(distributionId, ""))) this.#entries.delete(name);
    }
  }
}

function key(distributionId: string, path: string): string {
  return `${distributionId} ${path}`;
}
