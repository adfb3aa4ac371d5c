const DAY_MS = 86_400_000;

/** An instant in seconds since 1970. */
export function secondsOf(instant: string): number {
  return Date.parse(instant) / 1_000;
}

/** Whole days from one instant to a later one, rounded down. */
export function daysUntil(instant: string, from: string): number {
  return Math.floor((Date.parse(instant) - Date.parse(from)) / DAY_MS);
}
