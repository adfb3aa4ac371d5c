import { stringify } from 'csv-stringify/sync';
import { escapeTerminal } from './terminal-escape.ts';

/** Forms of CSV: what separates the cells, and whether it begins with a byte order mark. */
export interface CsvForm {
  separator: ',' | ';' | '\t';
  bom: boolean;
}

/** For programs, which would take a byte order mark for a part of the first heading. */
const PLAIN_CSV: CsvForm = { separator: ',', bom: false };

type Row = readonly (string | number | null)[];

/** Rows that are made into text at once. */
const BATCH = 1000;

/**
 * Rows as CSV (RFC 4180, lines end in LF) below a header, piece by piece; null is an empty cell. Foreign text is harmless:
 * characters that are not printable become `\xNN`, so each row is one line without terminal sequences, and a cell that a
 * spreadsheet would read as a formula begins with `'`.
 */
export function* csvPieces(
  header: readonly string[],
  rows: Iterable<Row>,
  { separator, bom }: CsvForm = PLAIN_CSV,
): Generator<string> {
  const text = (batch: Row[], isFirst: boolean) =>
    stringify(batch, {
      bom: bom && isFirst,
      delimiter: separator,
      escape_formulas: true,
      record_delimiter: '\n',
    });
  yield text([header], true);
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row.map((cell) => (typeof cell === 'string' ? shownCell(cell) : cell)));
    if (batch.length < BATCH) continue;
    yield text(batch, false);
    batch = [];
  }
  if (batch.length > 0) yield text(batch, false);
}

/** A leading tab or CR is already escaped; the guard is added for checkers that expect it. */
function shownCell(cell: string): string {
  const guard = /^[\t\r]/.test(cell) ? "'" : '';
  return guard + escapeTerminal(cell);
}
