import { stringify } from 'csv-stringify/sync';
import { escapeTerminal } from './terminal-escape.ts';

/**
 * Rows as CSV (RFC 4180, lines ended by LF) below a header; null is an empty cell. Foreign text can do no harm in it: what
 * is not printable is seen as `\xNN`, so that a row is a line and no terminal acts on it, and a cell that a spreadsheet
 * would take for a formula begins with `'`.
 */
export function csvText(
  header: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const shown = rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? shownCell(cell) : cell)),
  );
  return stringify([[...header], ...shown], { escape_formulas: true, record_delimiter: '\n' });
}

/** A tab or CR that begins a cell is escaped by then and begins no formula; the guard stays for those that look for one. */
function shownCell(cell: string): string {
  const guard = /^[\t\r]/.test(cell) ? "'" : '';
  return guard + escapeTerminal(cell);
}
