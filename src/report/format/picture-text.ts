import type {
  CalendarPicture,
  LinesPicture,
  Picture,
  Share,
  StripsPicture,
} from '../document/picture.ts';
import type { Screen, Signs } from '../document/screen.ts';
import { byWeek } from './calendar-weeks.ts';
import { dayOf } from './dates.ts';
import { columns, listedShort, padded, wrap } from './layout.ts';
import { shareText } from './share-text.ts';
import { shownSeries } from './shown-series.ts';
import { datesUnder, legendText, paintedSigns } from './strip-text.ts';

/** A picture as lines of text that fit a screen. */
export function pictureLines(picture: Picture, screen: Screen): string[] {
  switch (picture.kind) {
    case 'lines':
      return shareLines(picture, screen);
    case 'strips':
      return stripRows(picture, screen);
    case 'calendar':
      return weekLines(picture, screen);
  }
}

/** Signs of shares from none to all. */
const LEVELS = {
  unicode: Array.from('▁▂▃▄▅▆▇█'),
  ascii: Array.from('0123456789'),
} as const satisfies Record<Signs, string[]>;

/** The sign of a share that is not known. */
const UNKNOWN = { unicode: '·', ascii: '?' } as const satisfies Record<Signs, string>;

/** The sign of a share: the first for none alone, the last for all alone. */
function levelSign(share: Share | null, signs: Signs): string {
  if (share === null) return UNKNOWN[signs];
  const levels = LEVELS[signs];
  const last = levels.length - 1;
  const between = Math.min(last - 1, 1 + Math.floor(share.share * (last - 1)));
  const level = share.share === 0 ? 0 : share.share === 1 ? last : between;
  return levels[level] ?? '';
}

function shareLines(picture: LinesPicture, screen: Screen): string[] {
  const { palette, signs } = screen;
  const { at, whole } = picture;
  if (at.length === 0) return ['Nothing is known'];
  const series = shownSeries(picture).map((each) => each.series);
  const rows = series.map(({ name, shares }) => ({
    name,
    draw: (room: number) =>
      palette.good(
        shares
          .slice(-room)
          .map((share) => levelSign(share, signs))
          .join(''),
      ),
    after: shareText(shares.at(-1) ?? null),
  }));
  const [none, all] = [LEVELS[signs][0] ?? '', LEVELS[signs].at(-1) ?? ''];
  const isOpen = series.some(({ shares }) => shares.includes(null));
  const open = isOpen ? `; ${UNKNOWN[signs]} unknown` : '';
  const note = `From ${none} none to ${all} all ${whole}${open}`;
  return [...rowLines(rows, at, screen), ...wrap(note, '', 2, screen.width)];
}

function stripRows({ at, rows }: StripsPicture, screen: Screen): string[] {
  const marks = rows.flatMap(({ cells }) => cells.map(({ mark }) => mark));
  const drawn = rows.map(({ name, cells }) => ({
    name,
    draw: (room: number) =>
      paintedSigns(
        cells.slice(-room).map(({ mark }) => mark),
        screen,
      ),
    after: '',
  }));
  const legend = legendText(marks, (own) => paintedSigns(own, screen));
  return [...rowLines(drawn, at, screen), ...wrap(legend, '', 2, screen.width)];
}

/** A row of signs, which draws its newest ones into so many columns. */
interface SignRow {
  name: string;
  draw: (room: number) => string;
  after: string;
}

const GAP = '  ';
const LEAST_SIGNS = 12;

/** Rows of signs under each other, and under them the dates of the first and the last one. A long name has its own line. */
function rowLines(rows: readonly SignRow[], at: readonly string[], { width }: Screen): string[] {
  const after = Math.max(0, ...rows.map((row) => columns(row.after) + GAP.length));
  const most = Math.max(0, width - after - GAP.length - LEAST_SIGNS);
  const widths = rows.map(({ name }) => columns(name)).filter((each) => each <= most);
  const names = Math.max(0, ...widths);
  const room = Math.max(LEAST_SIGNS, width - names - after - GAP.length);
  const dates = datesUnder(at.map(dayOf).slice(-room));
  const under = Math.max(0, Math.min(names + GAP.length, width - columns(dates)));
  const lines = rows.flatMap(({ name, draw, after: text }) => {
    const fits = columns(name) <= names;
    const lead = padded(fits ? name : '', names);
    const line = [lead, draw(room), text].join(GAP).trimEnd();
    return fits ? [line] : [...wrap(name, '', 2, width), line];
  });
  return [...lines, ' '.repeat(under) + dates];
}

const NAMED = 3;

function weekLines({ at, days }: CalendarPicture, { width }: Screen): string[] {
  return byWeek(at, days).flatMap(({ from, names }) => {
    const lead = `week of ${from}: `;
    return wrap(`${names.length}: ${listedShort(names, NAMED)}`, lead, 4, width);
  });
}
