/** Time as the waiting parts see it, so that tests need none of it. */
export interface Clock {
  /** Milliseconds since some fixed moment. */
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
