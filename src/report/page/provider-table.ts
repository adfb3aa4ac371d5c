import { EFFECTS } from '../../model/output/change-kinds.ts';
import { TLS_VERSIONS } from '../../model/records/words.ts';
import type { Since } from '../../model/output/report.ts';
import { plainCell, type Block, type Cell, type Table } from '../document/document.ts';
import { counted } from '../format/layout.ts';
import {
  certificateCell,
  changeCell,
  countCell,
  nameCell,
  STAND_TEXTS,
  versionCell,
  wordCell,
} from '../overview/overview-cells.ts';
import { hasCounts, legendText } from '../overview/overview-blocks.ts';
import { STANDS, type OverviewRow } from '../overview/overview-rows.ts';
import type { ReportView } from '../providers/report-view.ts';
import { providerAt } from '../providers/survey-facts.ts';
import { categoryTitle } from '../words/categories.ts';
import { evidenceBlocks } from './evidence.ts';

/** So many rows open: what they open to is most of a file. */
const OPEN_ROWS = 500;
/** So many rows are in a file: a browser still searches them as a reader types. */
export const PAGE_ROWS = 10_000;

/** The path of the page of a provider. */
export type PageOf = (row: OverviewRow) => string;

/**
 * The providers of a survey, the worst first, each with its evidence, which is read when it is asked for.
 * @param report with an overview of {@link PAGE_ROWS}. @param pageOf as in the facts of a page.
 */
export function providerBlocks(report: ReportView, pageOf: PageOf | null): Block[] {
  const { overview, counts } = report;
  const { rows, stands } = overview;
  if (rows.length === 0) return [];
  const total = STANDS.reduce((sum, stand) => sum + stands[stand], 0);
  const noun = counts.anyListed ? 'provider' : 'domain';
  return [
    { kind: 'line', text: legendText(rows) },
    tableOf(report, noun, pageOf),
    ...leftOut(rows.length, total, noun).map((text): Block => ({ kind: 'prose', text })),
  ];
}

/** The anchor of a row. */
export function rowAnchor({ number }: OverviewRow): string {
  return `provider-${number + 1}`;
}

/** What is not in the file, and how to get it. */
function leftOut(rows: number, total: number, noun: string): string[] {
  if (total <= OPEN_ROWS) return [];
  const shown =
    rows < total ? `This page has a row for the worst ${rows} of ${counted(total, noun)}. ` : '';
  const text = `${shown}The worst ${OPEN_ROWS} rows open to their evidence: with all it would be too large for one file. \`mxtls site --out DIR\` makes a page of each ${noun}.`;
  return [text];
}

type ColumnOf = [Table['columns'][number], (row: OverviewRow) => Cell];

function tableOf(report: ReportView, noun: string, pageOf: PageOf | null): Table {
  const { rows } = report.overview;
  const columns = columnsOf(report, noun, pageOf);
  const rowAt = (place: number): OverviewRow => {
    const row = rows[place];
    if (row === undefined) throw new Error('a row beyond the last one');
    return row;
  };
  return {
    kind: 'table',
    name: counted(rows.length, noun),
    bare: false,
    columns: columns.map(([column]) => column),
    rows: rows.map((row) => columns.map(([, cellOf]) => cellOf(row))),
    anchor: (place) => rowAnchor(rowAt(place)),
    details: (place) => (place < OPEN_ROWS ? detailsOf(report, rowAt(place)) : []),
  };
}

function detailsOf(report: ReportView, row: OverviewRow): Block[] {
  const { survey, records } = report;
  const context = { certificates: records.certificates, at: survey.startedAt, date: survey.date };
  return evidenceBlocks(providerAt(records, row.number), report.providerOf(row), context);
}

function columnsOf(report: ReportView, noun: string, pageOf: PageOf | null): ColumnOf[] {
  const { overview, survey, changes } = report;
  const { rows } = overview;
  const starttls = hasCounts(rows) ? countCell : wordCell;
  const columns: (ColumnOf | null)[] = [
    [{ title: noun, align: 'left' }, (row) => linkedName(row, pageOf)],
    [{ title: 'state', align: 'left' }, stateCell],
    rows.some(({ category }) => category !== null)
      ? [{ title: 'category', align: 'left' }, categoryCell]
      : null,
    [
      { title: 'STARTTLS', align: 'left' },
      (row) => ({ ...starttls(row), sort: starttlsOrder(row) }),
    ],
    [{ title: 'TLS', align: 'left' }, (row) => ({ ...versionCell(row), sort: versionOrder(row) })],
    [
      { title: 'certificate', align: 'left' },
      (row) => ({ ...certificateCell(row, survey.startedAt), sort: certificateOrder(row) }),
    ],
    sinceColumn(report),
    changes === null || rows.every((row) => row.changes.length === 0)
      ? null
      : [
          { title: `change since ${changes.since}`, align: 'left' },
          (row) => ({ ...changeCell(row), sort: changeOrder(row) }),
        ],
  ];
  return columns.filter((each) => each !== null);
}

function linkedName(row: OverviewRow, pageOf: PageOf | null): Cell {
  const cell = nameCell(row);
  return pageOf === null ? cell : { ...cell, link: { kind: 'page', path: pageOf(row) } };
}

/** Null where nothing is known of since when. */
function sinceColumn({ overview, sinceOf }: ReportView): ColumnOf | null {
  const cells = new Map(overview.rows.map((row) => [row, sinceCell(sinceOf(row))]));
  if ([...cells.values()].every(({ text }) => text === '')) return null;
  return [{ title: 'unchanged since', align: 'left' }, (row) => cells.get(row) ?? plainCell('')];
}

/** `✗ missing or broken`: a sign and a word, so that colour is not needed. */
function stateCell({ stand }: OverviewRow): Cell {
  const { mark, word, paint } = STAND_TEXTS[stand];
  return { text: `${mark} ${word}`, paint, sort: STANDS.indexOf(stand) };
}

function categoryCell({ category }: OverviewRow): Cell {
  return plainCell(categoryTitle(category));
}

/** `2016-02-13`, `2016-01-08 or before`. */
function sinceCell(since: Since | null): Cell {
  if (since === null) return plainCell('');
  const { after, hint, by } = since;
  const isOpen = after === null && hint === null;
  return { ...plainCell(isOpen ? `${by} or before` : by), sort: Date.parse(by) / DAY_MS };
}

const DAY_MS = 86_400_000;

/** By the share of its domains; unknown is behind all that is known. */
function starttlsOrder({ starttls: { all, known } }: OverviewRow): number {
  return known === 0 ? 2 : all / known;
}

function versionOrder({ versions }: OverviewRow): number {
  return versions === null ? TLS_VERSIONS.length : TLS_VERSIONS.indexOf(versions.lowest);
}

/** Problems first, then by its end; none is last. */
function certificateOrder({ certificate }: OverviewRow): number {
  if (certificate === null) return Number.MAX_SAFE_INTEGER;
  const { problems, ends } = certificate;
  if (problems.length > 0) return -problems.length;
  return ends === null ? Number.MAX_SAFE_INTEGER - 1 : Math.floor(Date.parse(ends) / DAY_MS);
}

function changeOrder({ changes }: OverviewRow): number {
  const [first] = changes;
  return first === undefined ? EFFECTS.length : EFFECTS.indexOf(first.effect);
}
