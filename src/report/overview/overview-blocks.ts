import { plainCell, type Block, type Cell, type Table } from '../document/document.ts';
import { counted, listed, NO_BREAK } from '../format/layout.ts';
import { categoryTitle } from '../words/categories.ts';
import {
  certificateCell,
  changeCell,
  countCell,
  markCell,
  nameCell,
  STAND_TEXTS,
  versionCell,
  wordCell,
} from './overview-cells.ts';
import {
  STANDS,
  WHOLE_ROWS,
  type Overview,
  type OverviewRow,
  type Stand,
} from './overview-rows.ts';

/** Of more providers than {@link WHOLE_ROWS}. */
const WORST_ROWS = 10;
const NAME_COLUMNS = 32;
/** A terminal of this width has room for the categories. */
const CATEGORY_FROM = 110;

/** What the table is made with. */
export interface OverviewView {
  overview: Overview;
  /** The instant of the survey. */
  at: string;
  /** The day of the survey before; null for none. */
  since: string | null;
}

/** The overview of a survey: a row a provider, the worst first, what the marks mean, and how many rows are not shown. */
export function overviewBlocks(view: OverviewView): Block[] {
  const { rows, stands } = view.overview;
  const total = STANDS.reduce((sum, stand) => sum + stands[stand], 0);
  if (total === 0) return [];
  const whole = total <= WHOLE_ROWS;
  const shown = whole ? rows : rows.filter(({ stand }) => isWrong(stand)).slice(0, WORST_ROWS);
  return [
    ...(shown.length === 0 ? [] : [tableOf(shown, view)]),
    ...(shown.length === total
      ? []
      : [{ kind: 'line' as const, text: restText(shown, view.overview, total) }]),
    ...(shown.length === 0 ? [] : [{ kind: 'line' as const, text: legendText(shown) }]),
  ];
}

function isWrong(stand: Stand): boolean {
  return stand === 'bad' || stand === 'problem';
}

/** `Not shown: 1990 of 2000 providers (12 with a problem, 72 partly unknown and 1906 good)`. */
function restText(
  shown: readonly OverviewRow[],
  { stands, anyListed }: Overview,
  total: number,
): string {
  const parts = STANDS.flatMap((stand) => {
    const count = stands[stand] - shown.filter((row) => row.stand === stand).length;
    return count === 0 ? [] : [`${count} ${STAND_TEXTS[stand].rest}`];
  });
  const noun = anyListed ? 'provider' : 'domain';
  return `Not shown: ${total - shown.length} of ${counted(total, noun)} (${listed(parts)})`;
}

function nounOf(rows: readonly OverviewRow[]): string {
  return rows.some(({ listed: isListed }) => isListed) ? 'provider' : 'domain';
}

/** The meaning of what is there to be explained. */
export function legendText(rows: readonly OverviewRow[]): string {
  const meaning = (mark: string, text: string) => `${mark}${NO_BREAK}${text}`;
  const stands = STANDS.filter((stand) => rows.some((row) => row.stand === stand));
  const counts = hasCounts(rows);
  const texts = [
    ...stands.map((stand) => meaning(STAND_TEXTS[stand].mark, STAND_TEXTS[stand].meaning)),
    ...(counts ? [meaning('3/4', 'domains with STARTTLS on all known servers')] : []),
    ...(counts && rows.some(({ starttls }) => starttls.unknown > 0)
      ? [meaning('1?', 'more is unknown')]
      : []),
    ...(rows.some(({ versions }) => versions?.open)
      ? [meaning('*', 'lower versions not tested')]
      : []),
  ];
  return texts.join('; ');
}

/** Whether a row has several domains, so that numbers of domains stand for the word of one. */
export function hasCounts(rows: readonly OverviewRow[]): boolean {
  return rows.some(({ word, starttls }) => word === null && starttls.known + starttls.unknown > 0);
}

function tableOf(rows: readonly OverviewRow[], { at, since }: OverviewView): Table {
  const counts = hasCounts(rows);
  const categories = rows.some(({ category }) => category !== null);
  const changes = since !== null && rows.some((row) => row.changes.length > 0);
  const columns: [Table['columns'][number], (row: OverviewRow) => Cell][] = [
    [{ title: '', align: 'left' }, markCell],
    [{ title: nounOf(rows), align: 'left', most: NAME_COLUMNS }, nameCell],
    [{ title: 'STARTTLS', align: 'left' }, counts ? countCell : wordCell],
    [{ title: 'TLS', align: 'left' }, versionCell],
    [{ title: 'certificate', align: 'left' }, (row) => certificateCell(row, at)],
  ];
  if (categories) {
    columns.splice(2, 0, [
      { title: 'category', align: 'left', from: CATEGORY_FROM },
      ({ category }) => plainCell(categoryTitle(category)),
    ]);
  }
  if (changes) columns.push([{ title: `since ${since}`, align: 'left' }, changeCell]);
  return {
    kind: 'table',
    bare: false,
    columns: columns.map(([column]) => column),
    rows: rows.map((row) => columns.map(([, cellOf]) => cellOf(row))),
  };
}
