import type { HistoryBook } from '../../compare/history/history-book.ts';
import type { Block } from '../document/document.ts';
import type { LinesPicture } from '../document/picture.ts';
import { nameCell } from '../overview/overview-cells.ts';
import type { OverviewRow } from '../overview/overview-rows.ts';
import { adoptionOf, ADOPTION_TITLE } from '../pictures/adoption.ts';
import { expiriesOf } from '../pictures/expiries.ts';
import { stripsOf } from '../pictures/strips.ts';
import { versionsOf } from '../pictures/versions.ts';
import { rowAnchor } from './provider-table.ts';

/** So many strips stand below each other; of more providers the worst. */
const STRIPS = 60;

/** What surveys showed over time; nothing of fewer than two. @param rows the worst first. */
export function timeBlocks(book: HistoryBook, rows: readonly OverviewRow[]): Block[] {
  const strips = book.surveys.length < 2 ? [] : stripBlocks(book, rows);
  return [
    ...linesBlock(ADOPTION_TITLE, adoptionOf(book)),
    ...linesBlock('What servers agree on', versionsOf(book)),
    ...strips,
  ];
}

function linesBlock(title: string, picture: LinesPicture): Block[] {
  return picture.at.length < 2 || picture.series.length === 0
    ? []
    : [{ kind: 'picture', title, picture }];
}

function stripBlocks(book: HistoryBook, rows: readonly OverviewRow[]): Block[] {
  if (rows.length === 0) return [];
  const title = rows.length > STRIPS ? `The worst ${STRIPS}, survey by survey` : 'Survey by survey';
  const picture = stripsOf(
    book,
    rows.slice(0, STRIPS).map((row) => ({
      subject: { kind: row.listed ? 'provider' : 'domain', name: row.name },
      name: nameCell(row).text,
      link: { kind: 'page', path: `#${rowAnchor(row)}` },
    })),
  );
  return [{ kind: 'picture', title, picture }];
}

/** When certificates expire; nothing where none is known. */
export function calendarBlocks(book: HistoryBook): Block[] {
  const picture = expiriesOf(book);
  return picture.days.length === 0
    ? []
    : [{ kind: 'picture', title: 'When certificates expire', picture }];
}
