import { chance, draw } from "../scenario/chance";
import type { Scenario } from "../scenario/scenario";
import { population } from "../senders/traits";

const hour = 3600;
const day = 86400;
/** Messages of each sender in the hours after the operator begins something: that is when mail gets lost. */
const burst = 4;
const burstLasts = 3 * hour;
/** The first intent's gap counts from then. */
export const firstIntent = 2 * day;

/**
 * What is written to the domain of a scenario: the same for every strategy, so it is made once for all of them, and only
 * as far as somebody lives through it.
 */
export class Mail {
  /** When the operator begins each thing: the first policy, a day of quiet, and then what the scenario says. */
  readonly begun: readonly number[];
  /** When each sender writes, in order. */
  readonly times: readonly number[][] = population.map(() => []);
  private written = 0;

  constructor(private readonly scenario: Scenario) {
    let at = firstIntent;
    this.begun = [0, day, ...scenario.intents.map(({ gap }) => (at += gap))];
  }

  writeUntil(time: number): void {
    for (; this.written < time; this.written += day)
      for (const [number, list] of this.times.entries())
        list.push(...mailOfDay(this.scenario.salt, number, this.written, this.begun));
  }
}

/**
 * When one sender writes to the domain during a day: once or twice in quiet times, and a few times soon after each thing
 * that the operator begins, most of all in the first minutes. The same for every strategy.
 */
function mailOfDay(salt: number, sender: number, from: number, begun: readonly number[]): number[] {
  const today = from / day;
  const times = [from + day * chance(salt, draw.background, sender, 2 * today)];
  const second = chance(salt, draw.background, sender, 2 * today + 1);
  if (second < 0.5) times.push(from + 2 * second * day);
  for (const [number, start] of begun.entries()) {
    if (start + burstLasts <= from || start >= from + day) continue;
    for (let each = 0; each < burst; each++) {
      const luck = chance(salt, draw.burst, sender * 1000 + number, each);
      const time = start + burstLasts * luck ** 3;
      if (time >= from && time < from + day) times.push(time);
    }
  }
  return times.sort((a, b) => a - b);
}
