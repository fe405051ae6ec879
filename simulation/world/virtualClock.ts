import type { Clock } from "../../src/rollout/clock";

/** Time of the world: it passes only where somebody waits. Seconds inside, milliseconds for the guards. */
export class VirtualClock implements Clock {
  /** @param seconds since the epoch of this world */
  constructor(public seconds: number) {}

  now(): number {
    return epoch + this.seconds * 1000;
  }

  sleep(milliseconds: number): Promise<void> {
    this.seconds += milliseconds / 1000;
    return Promise.resolve();
  }
}

/** The first instant of this world, in milliseconds since 1970. */
export const epoch = Date.UTC(2026, 0, 1);
