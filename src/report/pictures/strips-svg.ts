import * as Plot from '@observablehq/plot';
import type { Mark } from '../../compare/history/marks.ts';
import { ALL_MARKS, MARK_FACES } from '../document/mark-faces.ts';
import type { StripRow, StripsPicture } from '../document/picture.ts';
import { dayOf } from '../format/dates.ts';
import { labelWidth } from './label-width.ts';
import { markPath } from './mark-shapes.ts';
import { pictureSummary } from './picture-summary.ts';
import { plotText, drawnInto, svgElement, type SvgElement } from './svg-document.ts';

const WIDTH = 480;
const ROW = 20;
const CELL_HEIGHT = 14;
const LEGEND_ROW = 18;
const DATES = 20;
const TOP = 2;

const NAME_LETTERS = 22;
const NAME_GAP = 6;

/** A cell is at most so wide, and at least; what does not fit are the oldest surveys. */
const CELL = { most: 14, least: 4 };

/** A row a provider, a cell a survey, the newest ones; the dates under them, and what the marks mean. */
export function stripsSvg(picture: StripsPicture): string {
  const { rows, at } = picture;
  const names = rows.map(({ name }) => shortened(name));
  const left = Math.ceil(Math.max(0, ...names.map(labelWidth))) + NAME_GAP;
  const room = WIDTH - left;
  const count = Math.min(at.length, Math.floor(room / CELL.least));
  const width = Math.min(CELL.most, room / Math.max(1, count));
  const from = at.length - count;
  const shown = rows.map((row) => ({ ...row, cells: row.cells.slice(from) }));
  const days = at.slice(from).map(dayOf);
  const seen = ALL_MARKS.filter((mark) =>
    rows.some(({ cells }) => cells.some((c) => c.mark === mark)),
  );
  const bottom = DATES + seen.length * LEGEND_ROW;
  const grid = { left, width, days };
  const options = {
    width: WIDTH,
    height: TOP + rows.length * ROW + bottom,
    marginTop: TOP,
    marginBottom: bottom,
    marginLeft: left,
    marginRight: 0,
    x: { type: 'linear' as const, domain: [0, room / width], axis: null },
    y: { type: 'band' as const, domain: rows.map((_, index) => index), axis: null, padding: 0 },
    marks: [
      Plot.text(rows, {
        frameAnchor: 'left',
        y: (_: StripRow, index: number) => index,
        dx: -NAME_GAP,
        textAnchor: 'end',
        fontSize: 12,
        text: (_: StripRow, index: number) => names[index],
        className: 'label',
      }),
      ...shown.map((row, index) => rowMark(row, index, grid)),
      ...dateMarks(days, width),
      legendMark(seen),
    ],
  };
  return plotText(options, { kind: 'strips', label: pictureSummary(picture) });
}

function shortened(name: string): string {
  const letters = Array.from(name);
  return letters.length > NAME_LETTERS ? `${letters.slice(0, NAME_LETTERS - 1).join('')}…` : name;
}

interface Grid {
  left: number;
  /** The width of a cell. */
  width: number;
  days: readonly string[];
}

function rowMark({ name, cells }: StripRow, index: number, grid: Grid): Plot.RenderFunction {
  return (_index, scales, _values, _dimensions, context) => {
    const document = drawnInto(context);
    const y = Number(scales.y?.(index)) + (ROW - CELL_HEIGHT) / 2;
    const gap = Math.min(1, grid.width / 6);
    const drawn = cells.map(({ mark, words }, nth) => {
      const x = Number(scales.x?.(nth));
      const box = { x, y, width: grid.width - gap, height: CELL_HEIGHT };
      const title = svgElement(document, 'title', {}, `${grid.days[nth] ?? ''}: ${words}`);
      return svgElement(document, 'path', { class: `mark-${mark}`, d: markPath(mark, box) }, [
        title,
      ]);
    });
    const title = svgElement(document, 'title', {}, name);
    return svgElement(document, 'g', { class: 'strip' }, [title, ...drawn]) as never;
  };
}

/** The first and the last date; that of the first alone where there is no room for both. */
function dateMarks(days: readonly string[], width: number): Plot.Markish[] {
  const [first] = days;
  const last = days.at(-1);
  const whole = days.length * width;
  const isWide = whole > labelWidth(`${first ?? ''}  ${last ?? ''}`);
  const texts = [
    ...(first === undefined ? [] : [{ text: first, x: 0, anchor: 'start' as const }]),
    ...(last === undefined || !isWide
      ? []
      : [{ text: last, x: days.length, anchor: 'end' as const }]),
  ];
  return texts.map(({ text, x, anchor }) =>
    Plot.text([text], {
      x: [x],
      frameAnchor: 'bottom',
      text: (day: string) => day,
      dy: 14,
      textAnchor: anchor,
      fontSize: 12,
      className: 'axis',
    }),
  );
}

function legendMark(marks: readonly Mark[]): Plot.RenderFunction {
  return (_index, _scales, _values, { height, marginBottom, marginLeft }, context) => {
    const document = drawnInto(context);
    const rows = marks.flatMap((mark, nth): SvgElement[] => {
      const y = height - marginBottom + DATES + nth * LEGEND_ROW;
      const box = { x: marginLeft, y, width: 8, height: CELL_HEIGHT };
      const { meaning } = MARK_FACES[mark];
      const place = { x: marginLeft + 16, y: y + 11, 'font-size': 12, 'text-anchor': 'start' };
      return [
        svgElement(document, 'path', { class: `mark-${mark}`, d: markPath(mark, box) }),
        svgElement(document, 'text', { ...place, class: 'axis' }, meaning),
      ];
    });
    return svgElement(document, 'g', { class: 'legend' }, rows) as never;
  };
}
