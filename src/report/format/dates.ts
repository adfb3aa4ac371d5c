import { counted } from './layout.ts';

const DAY_MS = 86_400_000;
/** Days before its end from which on a certificate is a warning, where `--ends-within` does not say another number. */
export const ENDS_SOON_DAYS = 14;

const DAYS_A_MONTH = 30.44;
const DAYS_A_YEAR = 365.2425;

/** The day of an instant: the first ten characters of `2026-11-23T03:00:00Z`. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}

/** How far an instant is from another, for people: `in 40 days`, `today`, `5 years ago`. Rounded down. */
export function distance(instant: string, from: string): string {
  const days = Math.floor(Math.abs(Date.parse(instant) - Date.parse(from)) / DAY_MS);
  if (days === 0) return 'today';
  return Date.parse(instant) > Date.parse(from) ? `in ${span(days)}` : `${span(days)} ago`;
}

/** Whether an instant is no more whole days away from another than `days`, as {@link distance} counts them. */
export function isWithin(instant: string, from: string, days: number): boolean {
  return Math.floor((Date.parse(instant) - Date.parse(from)) / DAY_MS) <= days;
}

/** Whether an instant lies before another. */
export function isBefore(instant: string, at: string): boolean {
  return Date.parse(instant) < Date.parse(at);
}

function span(days: number): string {
  if (days < 2 * DAYS_A_MONTH) return counted(days, 'day');
  if (days < 2 * DAYS_A_YEAR) {
    const months = Math.floor(days / DAYS_A_MONTH);
    return months === 12 ? '1 year' : counted(months, 'month');
  }
  return counted(Math.floor(days / DAYS_A_YEAR), 'year');
}

/** A span of whole seconds in its two greatest units: `54s`, `1m54s`, `3h07m`, `2d05h`. */
export function spanOf(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
    ['s', 1],
  ] as const;
  const first = units.findIndex(([, size]) => seconds >= size);
  const [unit, next] = first < 0 ? [units[3]] : units.slice(first, first + 2);
  if (unit === undefined || next === undefined) return `${seconds}s`;
  const rest = Math.floor((seconds % unit[1]) / next[1]);
  return `${Math.floor(seconds / unit[1])}${unit[0]}${String(rest).padStart(2, '0')}${next[0]}`;
}

/** The instant so many days after another. */
export function daysAfter(instant: string, days: number): string {
  return instantOf(Date.parse(instant) + days * DAY_MS);
}

/** Milliseconds since 1970 as the format writes an instant. */
function instantOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

const USUAL_INTERVAL_MS = 7 * DAY_MS;

/** The survey of a day that was made again is the same survey. */
const LEAST_INTERVAL_MS = DAY_MS / 2;

/** Surveys may have paused for a year; the next one is not a year ahead. */
const MOST_INTERVAL_MS = 92 * DAY_MS;

/** The intervals whose median is the usual one. */
const INTERVALS = 5;

/**
 * When the survey after one is due: that which is there, else after the usual interval of the last ones, else after a week.
 * @param surveys when the surveys of the same series began, in the order of time, with later ones.
 */
export function nextSurvey(startedAt: string, surveys: readonly string[]): string {
  const at = Date.parse(startedAt);
  const later = surveys.find((each) => Date.parse(each) - at >= LEAST_INTERVAL_MS);
  if (later !== undefined) return later;
  const times = [...surveys.map((each) => Date.parse(each)).filter((each) => each < at), at];
  const intervals = times
    .slice(1)
    .map((each, index) => each - (times[index] ?? each))
    .filter((each) => each >= LEAST_INTERVAL_MS)
    .slice(-INTERVALS)
    .sort((a, b) => a - b);
  const usual = intervals[Math.floor((intervals.length - 1) / 2)] ?? USUAL_INTERVAL_MS;
  return instantOf(at + Math.min(usual, MOST_INTERVAL_MS));
}

/** A span of whole seconds as a clock shows it: `0:05`, `4:32`, `1:02:03`. */
export function clockOf(seconds: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = two(seconds % 60);
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${two(minutes)}:${rest}`;
}
