import { stringify } from 'csv-stringify/sync';
import { escapeTerminal } from './terminal-escape.ts';

/** Forms of CSV: what separates the cells, and whether it begins with a byte order mark. */
export interface CsvForm {
  separator: ',' | ';' | '\t';
  bom: boolean;
}

/** For programs, which would take a byte order mark for a part of the first heading. */
const PLAIN_CSV: CsvForm = { separator: ',', bom: false };

/**
 * Rows as CSV (RFC 4180, lines end in LF) below a header; null is an empty cell. Foreign text is harmless: characters that
 * are not printable become `\xNN`, so each row is one line without terminal sequences, and a cell that a spreadsheet would
 * read as a formula begins with `'`.
 */
export function csvText(
  header: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
  { separator, bom }: CsvForm = PLAIN_CSV,
): string {
  const shown = rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? shownCell(cell) : cell)),
  );
  return stringify([[...header], ...shown], {
    bom,
    delimiter: separator,
    escape_formulas: true,
    record_delimiter: '\n',
  });
}

/** A leading tab or CR is already escaped; the guard is added for checkers that expect it. */
function shownCell(cell: string): string {
  const guard = /^[\t\r]/.test(cell) ? "'" : '';
  return guard + escapeTerminal(cell);
}
