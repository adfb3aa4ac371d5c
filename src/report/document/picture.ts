import type { Mark } from '../../compare/history/marks.ts';
import type { Link } from './link.ts';

/** The data of a picture. Each format draws it with what it has: signs of a terminal, or SVG. */
export type Picture = LinesPicture | StripsPicture | CalendarPicture;

/** Shares over time, a line each. */
export interface LinesPicture {
  kind: 'lines';
  /** The instants of the surveys, in order: `2026-11-23T14:05:33Z`. */
  at: string[];
  /** What the shares are of, for the axis: `of the providers known`. */
  whole: string;
  /** Whether the shares of an instant add up to all, and are stacked. */
  stacked: boolean;
  series: Series[];
}

/** 0 to 1, the counts that it is made of, and how many are unknown, which count neither for nor against. */
export interface Share {
  share: number;
  count: number;
  known: number;
  unknown: number;
}

/** A line: its name stands at its end. */
export interface Series {
  name: string;
  /** One a survey; null where nothing is known. */
  shares: (Share | null)[];
}

/** A row of marks for each subject, a mark a survey. */
export interface StripsPicture {
  kind: 'strips';
  at: string[];
  rows: StripRow[];
}

export interface StripRow {
  name: string;
  link: Link | null;
  /** One a survey. `words` says what it stands for on demand: `TLS 1.2, certificate valid`. */
  cells: { mark: Mark; words: string }[];
}

/** Days on which something ends, from the day of the survey on. */
export interface CalendarPicture {
  kind: 'calendar';
  /** The instant of the survey. */
  at: string;
  /** In order; a day once: `2026-12-24`. */
  days: { day: string; names: string[] }[];
}
