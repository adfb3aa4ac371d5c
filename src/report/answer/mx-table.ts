import { plainCell, type Table } from '../document/document.ts';
import { columns, wrap } from '../format/layout.ts';
import type { Screen } from '../document/screen.ts';
import { rowLines } from '../format/table-text.ts';
import { outcomeKey, type Row } from './mx-rows.ts';

const INDENT = 2;
/** Longer host names are not aligned. */
const HOST_COLUMNS = 40;

const COLUMNS: Table['columns'] = [
  { title: 'preference', align: 'right' },
  { title: 'host', align: 'left', most: HOST_COLUMNS },
  { title: 'address', align: 'left' },
  { title: 'outcome', align: 'left' },
];

/**
 * Lays rows out as a table with their details: below the last of consecutive rows that share them; if an outcome comes
 * again further down, all details stand once at the end, numbered.
 */
export function mxTable(rows: readonly Row[], screen: Screen): string[] {
  const runs = rows.filter((row, index) => endsRun(rows, index) && row.outcome.details.length > 0);
  const keys = [...new Set(runs.map(({ outcome }) => outcomeKey(outcome)))];
  return keys.length === runs.length ? withDetails(rows, screen) : withNumbers(rows, screen, keys);
}

/** Whether the next row has another outcome. */
function endsRun(rows: readonly Row[], index: number): boolean {
  const [row, next] = [rows[index], rows[index + 1]];
  return (
    row !== undefined &&
    (next === undefined || outcomeKey(row.outcome) !== outcomeKey(next.outcome))
  );
}

function withDetails(rows: readonly Row[], screen: Screen): string[] {
  const lines = alignedRows(rows, screen, () => '');
  const preference = Math.max(0, ...rows.map((row) => columns(row.preference)));
  const indent = INDENT + preference + 4;
  return rows.flatMap((row, index) => [
    ...(lines[index] ?? []),
    ...(endsRun(rows, index) ? row.outcome.details : []).flatMap((line) =>
      wrap(line, ' '.repeat(indent), indent + 2, screen.width),
    ),
  ]);
}

function withNumbers(rows: readonly Row[], screen: Screen, keys: readonly string[]): string[] {
  const numbered = alignedRows(rows, screen, ({ outcome }) => {
    const number = keys.indexOf(outcomeKey(outcome)) + 1;
    return number === 0 ? '' : ` [${number}]`;
  });
  const notes = keys.flatMap((key, index) => {
    const details = rows.find(({ outcome }) => outcomeKey(outcome) === key)?.outcome.details ?? [];
    const mark = `${' '.repeat(INDENT)}[${index + 1}] `;
    const indent = mark.length;
    return details.flatMap((line, nth) =>
      wrap(line, nth === 0 ? mark : ' '.repeat(indent), indent + 2, screen.width),
    );
  });
  return [...numbered.flat(), ...notes];
}

/** The lines of each row. @param behind what follows the word of its outcome. */
function alignedRows(
  rows: readonly Row[],
  screen: Screen,
  behind: (row: Row) => string,
): string[][] {
  const cells = rows.map((row) => [
    plainCell(row.preference),
    plainCell(row.host),
    plainCell(row.address),
    plainCell(`${row.outcome.paint(row.outcome.word)}${behind(row)}`),
  ]);
  return rowLines({ columns: COLUMNS, rows: cells, bare: true }, screen, INDENT);
}
