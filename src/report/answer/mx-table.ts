import { columns, padded, wrap } from '../format/layout.ts';
import { outcomeKey, type Row } from './mx-rows.ts';

const INDENT = 2;
/** Longer host names are not aligned. */
const HOST_COLUMNS = 40;

/**
 * Lays rows out as a table with their details: below the last of consecutive rows that share them; if an outcome comes
 * again further down, all details stand once at the end, numbered.
 */
export function mxTable(rows: readonly Row[]): string[] {
  const lines = alignedRows(rows);
  const runs = rows.filter((row, index) => endsRun(rows, index) && row.outcome.details.length > 0);
  const keys = [...new Set(runs.map(({ outcome }) => outcomeKey(outcome)))];
  return keys.length === runs.length ? withDetails(rows, lines) : withNumbers(rows, lines, keys);
}

/** Whether the next row has another outcome. */
function endsRun(rows: readonly Row[], index: number): boolean {
  const [row, next] = [rows[index], rows[index + 1]];
  return (
    row !== undefined &&
    (next === undefined || outcomeKey(row.outcome) !== outcomeKey(next.outcome))
  );
}

function withDetails(rows: readonly Row[], lines: readonly string[]): string[] {
  const indent = INDENT + preferenceWidth(rows) + 4;
  return rows.flatMap((row, index) => [
    lines[index] ?? '',
    ...(endsRun(rows, index) ? row.outcome.details : []).flatMap((line) =>
      wrap(line, ' '.repeat(indent), indent + 2),
    ),
  ]);
}

function withNumbers(
  rows: readonly Row[],
  lines: readonly string[],
  keys: readonly string[],
): string[] {
  const numbered = rows.map(({ outcome }, index) => {
    const number = keys.indexOf(outcomeKey(outcome)) + 1;
    return `${lines[index] ?? ''}${number === 0 ? '' : ` [${number}]`}`;
  });
  const notes = keys.flatMap((key, index) => {
    const details = rows.find(({ outcome }) => outcomeKey(outcome) === key)?.outcome.details ?? [];
    const mark = `${' '.repeat(INDENT)}[${index + 1}] `;
    const indent = mark.length;
    return details.flatMap((line, nth) =>
      wrap(line, nth === 0 ? mark : ' '.repeat(indent), indent + 2),
    );
  });
  return [...numbered, ...notes];
}

function alignedRows(rows: readonly Row[]): string[] {
  const hostWidth = Math.min(HOST_COLUMNS, width(rows.map((row) => row.host)));
  const addressWidth = width(rows.map((row) => row.address));
  return rows.map(({ preference, host, address, outcome }) => {
    const cells = [
      preference.padStart(preferenceWidth(rows)),
      padded(host, hostWidth),
      padded(address, addressWidth),
      outcome.paint(outcome.word),
    ];
    return `${' '.repeat(INDENT)}${cells.join('  ')}`;
  });
}

function preferenceWidth(rows: readonly Row[]): number {
  return width(rows.map((row) => row.preference));
}

function width(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(columns));
}
