import type {
  CalendarPicture,
  LinesPicture,
  Share,
  StripsPicture,
} from '../../../src/report/document/picture.ts';
import { ALL_MARKS } from '../../../src/report/document/mark-faces.ts';

/** A name that would act in a page if it were not text. */
export const HOSTILE = `<script>alert(1)</script>&lt;"'><a style=x`;

const WEEK_MS = 604_800_000;

/** The instants of so many weekly surveys. */
export function weeks(count: number): string[] {
  return Array.from({ length: count }, (_, nth) =>
    new Date(Date.UTC(2016, 0, 8, 3) + nth * WEEK_MS).toISOString(),
  );
}

export function share(count: number, known: number, unknown = 0): Share {
  return { share: count / known, count, known, unknown };
}

export const LINES: LinesPicture = {
  kind: 'lines',
  at: weeks(4),
  whole: 'of the providers known',
  stacked: false,
  series: [
    { name: 'Firms', shares: [share(1, 5), share(1, 5), null, share(3, 4, 1)] },
    { name: HOSTILE, shares: [share(2, 2), share(2, 2), share(2, 2), share(2, 2)] },
  ],
};

export const AREAS: LinesPicture = {
  kind: 'lines',
  at: weeks(3),
  whole: 'of the server addresses known',
  stacked: true,
  series: [
    { name: 'no STARTTLS', shares: [share(1, 4), null, share(0, 4)] },
    { name: 'STARTTLS broken', shares: [share(0, 4), null, share(0, 4)] },
    { name: 'TLS 1.2', shares: [share(3, 4), null, share(4, 4)] },
  ],
};

export const STRIPS: StripsPicture = {
  kind: 'strips',
  at: weeks(ALL_MARKS.length),
  rows: [
    { name: HOSTILE, link: null, cells: ALL_MARKS.map((mark) => ({ mark, words: HOSTILE })) },
    {
      name: 'ONE',
      link: { kind: 'page', path: 'providers/one.html' },
      cells: ALL_MARKS.map(() => ({ mark: 'tls', words: 'TLS; TLS 1.2' })),
    },
  ],
};

export const CALENDAR: CalendarPicture = {
  kind: 'calendar',
  at: '2016-01-08T03:00:00Z',
  days: [
    { day: '2016-01-08', names: ['mx.a.gr'] },
    { day: '2016-01-14', names: [HOSTILE, 'mx.b.gr'] },
    { day: '2016-01-15', names: ['mx.c.gr'] },
    { day: '2021-01-15', names: ['mx.d.gr'] },
  ],
};

export const PICTURES = [
  { name: 'lines', picture: LINES },
  { name: 'areas', picture: AREAS },
  { name: 'strips', picture: STRIPS },
  { name: 'calendar', picture: CALENDAR },
] as const;
