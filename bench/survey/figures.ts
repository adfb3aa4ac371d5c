/** The median of a figure over the rounds, with the span from the least to the most where they differ. */
export function span<T>(rounds: readonly T[], figure: (round: T) => number, unit = ''): string {
  const values = rounds.map(figure);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const suffix = unit === '' ? '' : ` ${unit}`;
  if (least === most) return `${digits(most)}${suffix}`;
  return `${digits(median(values))}${suffix} (${digits(least)} to ${digits(most)})`;
}

function digits(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(value < 10 ? 2 : 0);
}

/** The middle of some numbers, or between the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
