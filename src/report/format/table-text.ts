import type { Cell, Table } from '../document/document.ts';
import { columns, wrap } from './layout.ts';
import type { Palette } from '../document/palette.ts';
import type { Screen } from '../document/screen.ts';
import { paintedSigns } from './strip-text.ts';

/** Between two columns. */
const GAP = 2;
/** Text in fewer columns is hard to read. */
const LEAST_TEXT = 24;
/** What does not fit beside stands below, so far in from its row. */
const FOLD_INDENT = 4;

type Columns = Table['columns'];

/** How the columns of a table stand on a screen: the first `widths.length` of them beside each other, the others below. */
interface Fit {
  indent: number;
  columns: Columns;
  widths: number[];
}

/** A table as lines that fit a screen. */
export function tableLines(asked: Table, screen: Screen): string[] {
  const table = { ...asked, rows: asked.rows.map((row) => row.map((cell) => drawn(cell, screen))) };
  const heading = table.columns.map(({ title }): Cell => ({ text: title, paint: null }));
  const rows = rowLines(table, screen, table.bare ? 2 : 0);
  const fit = fitOf(table, screen.width, table.bare ? 2 : 0);
  const headings = table.bare ? [] : besideLines(pickedCells(table, heading, screen), fit, screen);
  return [...headings, ...rows.flat()];
}

/** A cell with its strip as text. */
function drawn(cell: Cell, screen: Screen): Cell {
  if (cell.strip === undefined) return cell;
  return { ...cell, text: paintedSigns(cell.strip.marks, screen) };
}

/**
 * The rows of a table, each as lines that fit a screen: its cells beside each other where they fit, long text in the last
 * column wrapped, and what is left below its row, with the title of its column.
 */
export function rowLines(
  table: Pick<Table, 'columns' | 'rows' | 'bare'>,
  screen: Screen,
  indent: number,
): string[][] {
  const fit = fitOf(table, screen.width, indent);
  return table.rows.map((row) => {
    const cells = pickedCells(table, row, screen);
    const beside = besideLines(cells, fit, screen);
    const below = belowLines(cells, fit, table.bare, screen);
    return beside.join('') === '' && below.length > 0 ? below : [...beside, ...below];
  });
}

/** The cells of the columns that a screen is wide enough for. */
function pickedCells({ columns }: Pick<Table, 'columns'>, row: Cell[], screen: Screen): Cell[] {
  return row.filter((_, index) => isShown(columns[index], screen.width));
}

function isShown(column: Columns[number] | undefined, width: number): boolean {
  return (column?.from ?? 0) <= width;
}

function fitOf(
  { columns: all, rows, bare }: Pick<Table, 'columns' | 'rows' | 'bare'>,
  width: number,
  indent: number,
): Fit {
  const shown = all.filter((column) => isShown(column, width));
  const places = all.flatMap((column, index) => (isShown(column, width) ? [index] : []));
  const natural = shown.map(({ title, width: least = 0, most = Infinity }, nth) => {
    const texts = rows.map((row) => columns(row[places[nth] ?? 0]?.text ?? ''));
    const heading = bare ? 0 : columns(title);
    return {
      least,
      heading,
      text: Math.min(most, max(texts)),
      word: bare ? 0 : longestWord(title),
    };
  });
  const whole = natural.map(({ least, heading, text }) => Math.max(least, heading, text));
  // Headings wrap before anything is put below its row.
  const narrow = natural.map(({ least, text, word }) => Math.max(least, text, word));
  const widths = total(whole, indent) <= width ? whole : narrow;
  return { indent, columns: shown, widths: fittedWidths(widths, shown, width, indent) };
}

/** The widths of as many columns as fit; the last of them takes what room is left where it is text that can be wrapped. */
function fittedWidths(
  widths: readonly number[],
  shown: Columns,
  width: number,
  indent: number,
): number[] {
  if (widths.length <= 1 || total(widths, indent) <= width) return [...widths];
  const before = widths.slice(0, -1);
  const room = width - total(before, indent) - GAP;
  const isText = shown[before.length]?.align === 'left';
  if (isText && room >= LEAST_TEXT) return [...before, room];
  return fittedWidths(before, shown, width, indent);
}

function total(widths: readonly number[], indent: number): number {
  return indent + widths.reduce((sum, each) => sum + each, 0) + GAP * (widths.length - 1);
}

function longestWord(title: string): number {
  return max(title.split(' ').map(columns));
}

function max(numbers: readonly number[]): number {
  return numbers.reduce((most, each) => Math.max(most, each), 0);
}

/** The cells that stand beside each other. Where one is wider than its column, those after it start on the next line. */
function besideLines(cells: readonly Cell[], fit: Fit, { palette }: Screen): string[] {
  const { widths } = fit;
  const texts = widths.map((width, index) => wrap(cells[index]?.text ?? '', '', 0, width));
  const wide = texts.findIndex(
    (lines, index) => index < widths.length - 1 && max(lines.map(columns)) > (widths[index] ?? 0),
  );
  if (wide < 0) return sideBySide(texts, cells, fit, palette);
  const first = texts.map((lines, index) => (index <= wide ? lines : ['']));
  const then = texts.map((lines, index) => (index <= wide ? [''] : lines));
  const isEmpty = then.every((lines) => lines.join('') === '');
  return [first, ...(isEmpty ? [] : [then])].flatMap((part) =>
    sideBySide(part, cells, fit, palette),
  );
}

function sideBySide(
  texts: readonly string[][],
  cells: readonly Cell[],
  { indent, columns: shown, widths }: Fit,
  palette: Palette,
): string[] {
  const height = max(texts.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const parts = texts.map((lines, index) => {
      const text = lines[line] ?? '';
      const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - columns(text)));
      const paint = cells[index]?.paint ?? null;
      const painted = paint === null || text === '' ? text : palette[paint](text);
      return shown[index]?.align === 'right' ? space + painted : painted + space;
    });
    return `${' '.repeat(indent)}${parts.join(' '.repeat(GAP))}`.trimEnd();
  });
}

/** The cells that do not fit beside the others; a dash, which stands for none, is left out. */
function belowLines(
  cells: readonly Cell[],
  { indent, columns: shown, widths }: Fit,
  bare: boolean,
  { palette, width }: Screen,
): string[] {
  const texts = cells.flatMap(({ text, paint }, index) => {
    if (index < widths.length || text === '' || text === '-') return [];
    const titled = bare ? text : `${shown[index]?.title ?? ''}: ${text}`;
    return [paint === null ? titled : palette[paint](titled)];
  });
  const under = indent + FOLD_INDENT;
  return texts.length === 0 ? [] : wrap(texts.join('; '), ' '.repeat(under), under, width);
}
