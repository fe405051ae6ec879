/** The median: a noisy machine moves it less than the mean. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * The median of the ratios of neighbouring samples: both of a pair met the machine in the same mood.
 *
 * @throws if the two sides do not have the same number of samples
 */
export function pairedRatio(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) throw new Error("The sides were not sampled in pairs.");
  return round(median(ours.map((value, index) => value / theirs[index]!)), 3);
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
