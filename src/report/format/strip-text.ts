import type { Mark } from '../../compare/history/marks.ts';
import type { Strip } from '../document/document.ts';
import { ALL_MARKS, MARK_FACES } from '../document/mark-faces.ts';
import type { Screen, Signs } from '../document/screen.ts';
import { columns, padded, together } from './layout.ts';

/** Marks on a line: the weekly surveys of a year. */
const A_LINE = 53;

/** The signs of some marks, without colours. */
export function signsOf(marks: readonly Mark[], signs: Signs): string {
  return marks.map((mark) => MARK_FACES[mark][signs]).join('');
}

/** The signs of some marks, each in its colour. */
export function paintedSigns(marks: readonly Mark[], { palette, signs }: Screen): string {
  const runs: Mark[][] = [];
  for (const mark of marks) {
    const last = runs.at(-1);
    if (last?.[0] === mark) last.push(mark);
    else runs.push([mark]);
  }
  return runs
    .map((run) => palette[MARK_FACES[run[0] ?? 'unknown'].paint](signsOf(run, signs)))
    .join('');
}

/**
 * A strip as lines, each with its marks between its first and its last survey: `2016-01-08 ..??++++ 2016-03-26`. Where a line has
 * no room for both, the first alone stands before them.
 * @param width the columns that a line may take.
 * @param draw makes signs of marks.
 */
export function stripLines(
  { marks, moments }: Strip,
  width: number,
  draw: (marks: readonly Mark[]) => string,
): string[] {
  const date = 1 + Math.max(0, ...moments.map(columns));
  const isNarrow = width < 2 * date + 1;
  const aLine = Math.max(1, Math.min(A_LINE, width - (isNarrow ? date : 2 * date)));
  return Array.from({ length: Math.ceil(marks.length / aLine) }, (_, nth) => {
    const start = nth * aLine;
    const own = marks.slice(start, start + aLine);
    const signs = padded(draw(own), marks.length > aLine ? aLine : 0);
    const line = `${moments[start] ?? ''} ${signs}`;
    return isNarrow ? line.trimEnd() : `${line} ${moments[start + own.length - 1] ?? ''}`;
  });
}

/** What marks mean, without a full stop: `Each mark is one survey: # TLS with valid certificates only; + TLS`. */
export function legendText(
  marks: readonly Mark[],
  draw: (marks: readonly Mark[]) => string,
): string {
  const meanings = ALL_MARKS.filter((mark) => marks.includes(mark)).map((mark) =>
    together([draw([mark]), MARK_FACES[mark].meaning]),
  );
  return `Each mark is one survey: ${meanings.join('; ')}`;
}

/** The first and the last date, at the ends of a strip where it is long enough. */
export function datesUnder(moments: readonly string[]): string {
  const first = moments[0] ?? '';
  const last = moments.at(-1) ?? '';
  if (moments.length < 2) return first;
  const space = moments.length - columns(first) - columns(last);
  return space < 1 ? `${first} to ${last}` : `${first}${' '.repeat(space)}${last}`;
}
