import type { CalendarPicture, LinesPicture, Picture, StripsPicture } from '../document/picture.ts';
import { dayOf } from '../format/dates.ts';
import { counted } from '../format/layout.ts';
import { shareText } from '../format/share-text.ts';
import { shownSeries } from '../format/shown-series.ts';

/** What a picture shows, in words, without a full stop: `Firms: from 1 of 5 on 2016-01-08 to 3 of 5 on 2016-03-26`. */
export function pictureSummary(picture: Picture): string {
  switch (picture.kind) {
    case 'lines':
      return linesSummary(picture);
    case 'strips':
      return stripsSummary(picture);
    case 'calendar':
      return calendarSummary(picture);
  }
}

function linesSummary(picture: LinesPicture): string {
  const { at, whole } = picture;
  const lines = shownSeries(picture).map(({ series: { name, shares } }) => {
    const known = shares.flatMap((share, index) =>
      share === null ? [] : [`${shareText(share)} on ${dayOf(at[index] ?? '')}`],
    );
    const [first] = known;
    const last = known.at(-1);
    if (first === undefined || last === undefined) return `${name}: unknown`;
    return `${name}: ${first === last ? first : `from ${first} to ${last}`}`;
  });
  return lines.length === 0 ? 'Nothing is known' : `Shares ${whole}. ${lines.join('; ')}`;
}

function stripsSummary({ at, rows }: StripsPicture): string {
  const [first] = at;
  const last = at.at(-1);
  if (first === undefined || last === undefined) return 'No survey';
  const span = first === last ? `on ${dayOf(first)}` : `from ${dayOf(first)} to ${dayOf(last)}`;
  return `${counted(rows.length, 'row')} of ${counted(at.length, 'survey')}, ${span}`;
}

function calendarSummary({ at, days }: CalendarPicture): string {
  const total = days.reduce((sum, { names }) => sum + names.length, 0);
  if (total === 0) return `No certificate is known to end after ${dayOf(at)}`;
  const first = days[0]?.day ?? '';
  const ending = counted(total, 'certificate ends', 'certificates end');
  return `${ending} after ${dayOf(at)}, the first on ${first}`;
}
