/**
 * Luck without a stream: a number from 0 to 1 that is the same for the same keys, so that every strategy meets the same
 * network and the same mail, however many questions it asks before.
 */
export function chance(salt: number, a: number, b = 0, c = 0): number {
  let hash = Math.imul(salt ^ 0x9e3779b9, 0x85ebca6b);
  hash = mix(hash ^ a);
  hash = mix(hash ^ b);
  return (mix(hash ^ c) >>> 0) / 4294967296;
}

/** From `low` to `high`, by the same keys. */
export function between(low: number, high: number, salt: number, a: number, b = 0, c = 0): number {
  return low + (high - low) * chance(salt, a, b, c);
}

/** What a draw is for: the first key of each, so that no two draws share their luck. */
export const draw = { dnsLag: 1, edgeLag: 2, burst: 3, background: 4, resolver: 5, forgets: 6, order: 7 } as const;

function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return hash ^ (hash >>> 15);
}
