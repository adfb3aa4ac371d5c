import type { CalendarPicture } from '../document/picture.ts';
import { dayOf, daysAfter } from './dates.ts';

/** A week of a calendar in which something ends. */
export interface Week {
  /** How many weeks after the first one. */
  nth: number;
  /** Its first day. */
  from: string;
  names: string[];
}

const DAY_MS = 86_400_000;
const DAYS = 7;

/** The weeks from the day of a survey on in which something ends, in order; the first begins on that day. */
export function byWeek(at: string, days: CalendarPicture['days']): Week[] {
  const start = `${dayOf(at)}T00:00:00Z`;
  const weeks = new Map<number, string[]>();
  for (const { day, names } of days) {
    const passed = (Date.parse(`${day}T00:00:00Z`) - Date.parse(start)) / DAY_MS;
    const nth = Math.floor(passed / DAYS);
    weeks.set(nth, [...(weeks.get(nth) ?? []), ...names]);
  }
  return [...weeks].map(([nth, names]) => ({
    nth,
    from: dayOf(daysAfter(start, nth * DAYS)),
    names,
  }));
}
