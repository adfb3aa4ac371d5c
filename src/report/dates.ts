import { counted } from './layout.ts';

const DAY_MS = 86_400_000;
const DAYS_A_MONTH = 30.44;
const DAYS_A_YEAR = 365.2425;

/** The day of an instant, as it is written: the first ten characters of `2026-11-23T03:00:00Z`. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}

/** How far an instant is from another, for people: `in 40 days`, `today`, `5 years ago`. Rounded down. */
export function distance(instant: string, from: string): string {
  const days = Math.floor(Math.abs(Date.parse(instant) - Date.parse(from)) / DAY_MS);
  if (days === 0) return 'today';
  return Date.parse(instant) > Date.parse(from) ? `in ${span(days)}` : `${span(days)} ago`;
}

/** Whether an instant lies before another. */
export function isBefore(instant: string, at: string): boolean {
  return Date.parse(instant) < Date.parse(at);
}

function span(days: number): string {
  if (days < 60) return counted(days, 'day');
  if (days < 2 * DAYS_A_YEAR) {
    const months = Math.floor(days / DAYS_A_MONTH);
    return months === 12 ? '1 year' : counted(months, 'month');
  }
  return counted(Math.floor(days / DAYS_A_YEAR), 'year');
}
