import * as Plot from '@observablehq/plot';
import type { Series } from '../document/picture.ts';
import { shareText } from '../format/share-text.ts';
import { labelWidth } from './label-width.ts';
import { spread } from './spread.ts';
import { drawnInto, svgElement } from './svg-document.ts';

/** Labels: this high are their two lines, and this far they are from the ends of the lines that they name. */
const LABEL_HEIGHT = 27;
const LEADER = 12;
const LABEL_LETTERS = 22;

/** A series of the picture as it is drawn. */
export interface Drawn {
  series: Series;
  /** Its place among all series, by which it has its colour. */
  nth: number;
  /** The height of its line at each instant, or the lower and the upper edge of its area; null for unknown. */
  edges: ([number, number] | null)[];
}

/** Lines have colours of their own; those behind them share one, and differ in their patterns. */
const COLOURS = 6;

/** The class by which a series has its colour. */
export function colourClass(nth: number, stacked: boolean): string {
  if (stacked) return `area-${nth}`;
  return nth < COLOURS ? `series-${nth + 1}` : 'series-other';
}

export interface Label {
  nth: number;
  stacked: boolean;
  lines: string[];
  /** Where its line ends, and where it stands itself. */
  y: number;
  place: number;
}

/** The name of each line at its end, with its newest count. */
export function labelsOf(
  drawn: readonly Drawn[],
  { stacked, height }: { stacked: boolean; height: number },
): Label[] {
  const ends = drawn.map(({ edges }) => {
    const [low, high] = edges.findLast((each) => each !== null) ?? [0, 0];
    return (low + high) / 2;
  });
  const places = spread(ends, LABEL_HEIGHT / height, { from: 0.03, to: 0.97 });
  return drawn.map(({ series, nth }, index) => {
    const letters = Array.from(series.name);
    const short = letters.slice(0, LABEL_LETTERS - 1).join('');
    const name = letters.length > LABEL_LETTERS ? `${short}…` : series.name;
    const share = series.shares.at(-1) ?? null;
    // What is unknown is the same for all areas.
    const lines = [name, shareText(stacked && share !== null ? { ...share, unknown: 0 } : share)];
    return {
      nth,
      stacked,
      lines,
      y: ends[index] ?? 0,
      place: places[index] ?? 0,
    };
  });
}

/** The room that labels take beside the lines. */
export function labelRoom(labels: readonly Label[]): number {
  return LEADER + 6 + Math.max(0, ...labels.flatMap(({ lines }) => lines.map(labelWidth)));
}

/** The text of a label, and a stroke from the end of its line to it. */
export function labelMarks({ nth, stacked, lines, y, place }: Label, last: Date): Plot.Markish[] {
  return [
    leaderMark(last, [y, place], `leader ${colourClass(nth, stacked)}`),
    Plot.text([lines.join('\n')], {
      x: [last],
      y: [place],
      dx: LEADER,
      text: (text: string) => text,
      textAnchor: 'start',
      lineHeight: 1.1,
      fontSize: 12,
      // A colour that is seen as an area is too pale for text.
      className: stacked ? 'label' : `label ${colourClass(nth, stacked)}`,
    }),
  ];
}

function leaderMark(x: Date, [from, to]: [number, number], name: string): Plot.RenderFunction {
  return (_index, scales, _values, _dimensions, context) => {
    const place = (scale: 'x' | 'y', value: unknown) => Number(scales[scale]?.(value));
    const left = place('x', x) + 3;
    const d = `M${left},${place('y', from)}L${left + LEADER - 5},${place('y', to)}`;
    const attributes = { class: name, d, stroke: 'currentColor', 'stroke-width': 2 };
    return svgElement(drawnInto(context), 'path', attributes) as never;
  };
}
