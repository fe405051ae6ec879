import { chance, draw } from "../scenario/chance";

const hour = 3600;
const day = 86400;
/** Messages of each sender in the hours after the operator begins something: that is when mail gets lost. */
const burst = 4;
const burstLasts = 3 * hour;

/**
 * When one sender writes to the domain during a day: once or twice in quiet times, and a few times soon after each thing
 * that the operator begins, most of all in the first minutes. The same for every strategy.
 */
export function mailOfDay(salt: number, sender: number, from: number, begun: readonly number[]): number[] {
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
