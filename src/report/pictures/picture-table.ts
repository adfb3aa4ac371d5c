import { plainCell, type Table } from '../document/document.ts';
import type { CalendarPicture, LinesPicture, Picture, StripsPicture } from '../document/picture.ts';
import { dayOf } from '../format/dates.ts';
import { listed } from '../format/layout.ts';
import { shareText } from '../format/share-text.ts';
import { shownSeries } from '../format/shown-series.ts';

/** The data of a picture as a table, for those who do not see it; equal states of one row after the other are joined. */
export function pictureTable(picture: Picture): Table {
  switch (picture.kind) {
    case 'lines':
      return linesTable(picture);
    case 'strips':
      return stripsTable(picture);
    case 'calendar':
      return calendarTable(picture);
  }
}

/** A survey a row, a line a column. */
function linesTable(picture: LinesPicture): Table {
  const series = shownSeries(picture).map((each) => each.series);
  const rows = picture.at.map((instant, index) => [
    dayOf(instant),
    ...series.map(({ shares }) => shareText(shares[index] ?? null)),
  ]);
  return tableOf(['survey', ...series.map(({ name }) => name)], rows);
}

function stripsTable({ at, rows }: StripsPicture): Table {
  const states = rows.flatMap(({ name, link, cells }) => {
    const runs: { from: number; to: number; words: string }[] = [];
    for (const [index, { words }] of cells.entries()) {
      const last = runs.at(-1);
      if (last?.words === words) last.to = index;
      else runs.push({ from: index, to: index, words });
    }
    return runs.map(({ from, to, words }) => [
      { ...plainCell(name), ...(link === null ? {} : { link }) },
      ...[dayOf(at[from] ?? ''), dayOf(at[to] ?? ''), String(to - from + 1), words].map(plainCell),
    ]);
  });
  return { ...tableOf(['name', 'from', 'to', 'surveys', 'state'], []), rows: states };
}

function calendarTable({ days }: CalendarPicture): Table {
  const rows = days.map(({ day, names }) => [day, String(names.length), listed(names)]);
  return tableOf(['day', 'certificates', 'hosts'], rows);
}

function tableOf(titles: readonly string[], rows: readonly string[][]): Table {
  return {
    kind: 'table',
    bare: false,
    columns: titles.map((title) => ({ title, align: 'left' })),
    rows: rows.map((row) => row.map(plainCell)),
  };
}
