import * as Plot from '@observablehq/plot';
import type { CalendarPicture } from '../document/picture.ts';
import { byWeek, type Week } from '../format/calendar-weeks.ts';
import { dayOf, daysAfter } from '../format/dates.ts';
import { counted, listedShort } from '../format/layout.ts';
import { pictureSummary } from './picture-summary.ts';
import { plotText } from './svg-document.ts';

const WIDTH = 480;
const HEIGHT = 170;
/** Weeks that are drawn; what ends later is counted. */
const WEEKS = 53;
const SOON_DAYS = 30;
const NAMED = 8;
const BAR_GAP = 0.8;

/** How many certificates end in each week of the next year, their names on demand. */
export function calendarSvg(picture: CalendarPicture): string {
  const start = `${dayOf(picture.at)}T00:00:00Z`;
  const day = (nth: number) => new Date(daysAfter(start, nth));
  const weeks = byWeek(picture.at, picture.days);
  const shown = weeks.filter(({ nth }) => nth < WEEKS);
  const later = weeks
    .filter(({ nth }) => nth >= WEEKS)
    .reduce((sum, { names }) => sum + names.length, 0);
  const most = Math.max(1, ...shown.map(({ names }) => names.length));
  const options = {
    width: WIDTH,
    height: HEIGHT,
    marginTop: 20,
    marginBottom: 24,
    marginLeft: 34,
    marginRight: 6,
    x: { type: 'utc' as const, domain: [day(0), day(WEEKS * 7)], axis: null },
    y: { domain: [0, most], axis: null },
    marks: [
      Plot.gridY({ ticks: Math.min(4, most), className: 'grid', strokeOpacity: 1 }),
      Plot.axisY({
        ticks: Math.min(4, most),
        tickFormat: 'd',
        tickSize: 0,
        fontSize: 12,
        label: null,
        className: 'axis',
      }),
      Plot.axisX({ ticks: 6, tickSize: 4, fontSize: 12, label: null, className: 'axis' }),
      Plot.ruleX([day(SOON_DAYS)], { strokeDasharray: '3 3', className: 'limit' }),
      Plot.text([`${SOON_DAYS} days`], {
        x: [day(SOON_DAYS)],
        frameAnchor: 'top',
        text: (text: string) => text,
        dy: -16,
        fontSize: 12,
        className: 'axis',
      }),
      ...[true, false].map((soon) =>
        Plot.rectY(
          shown.filter(({ nth }) => nth * 7 < SOON_DAYS === soon),
          {
            x1: ({ nth }: Week) => day(nth * 7),
            x2: ({ nth }: Week) => day(nth * 7 + 7),
            y: ({ names }: Week) => names.length,
            inset: BAR_GAP,
            insetBottom: 0,
            className: soon ? 'bar-soon' : 'bar',
            title: ({ from, names }: Week) =>
              `week of ${from}: ${names.length}: ${listedShort(names, NAMED)}`,
          },
        ),
      ),
      ...(later === 0
        ? []
        : [
            Plot.text([counted(later, 'later one')], {
              frameAnchor: 'top-right',
              text: (text: string) => text,
              dy: -16,
              fontSize: 12,
              className: 'axis',
            }),
          ]),
    ],
  };
  return plotText(options, { kind: 'calendar', label: pictureSummary(picture) });
}
