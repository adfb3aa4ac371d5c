import type { Mark } from '../../compare/history/marks.ts';

/** A rectangle for a mark. */
interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * The shape of each mark as a path that is filled: the higher, the better, so that it is seen without colours. What is
 * not known is hollow.
 */
const SHAPES = {
  valid: (box) => rectangle(box),
  tls: (box) => rectangle(lower(box, 5 / 7)),
  'partly-unknown': (box) => rectangle(lower(box, 5 / 7)) + hole(lower(box, 5 / 7), 0.45),
  some: (box) => rectangle(lower(box, 3 / 7)),
  none: (box) => rectangle(lower(box, 1 / 7)),
  broken: cross,
  'no-mail': ({ x, y, width, height }) => rectangle({ x, y: y + height / 2 - 1, width, height: 2 }),
  unknown: (box) => rectangle(box) + hole(box, 1),
  'not-observed': ({ x, y, width, height }) =>
    rectangle({ x: x + width / 2 - 1, y: y + height / 2 - 1, width: 2, height: 2 }),
} as const satisfies Record<Mark, (box: Box) => string>;

/** The data of the path that draws a mark into a box; what is filled needs not be closed. */
export function markPath(mark: Mark, box: Box): string {
  return SHAPES[mark](box);
}

function rectangle({ x, y, width, height }: Box): string {
  return `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}`;
}

/** Its lower part. */
function lower({ x, y, width, height }: Box, part: number): Box {
  return { x, y: y + height * (1 - part), width, height: height * part };
}

/** What is left out of a rectangle from its top on, within a rim: drawn the other way round. */
function hole({ x, y, width, height }: Box, part: number): string {
  const rim = 1;
  const [inner, deep] = [width - 2 * rim, (height - 2 * rim) * part];
  const [left, top] = [short(x + rim), short(y + rim)];
  return `M${left} ${top}v${short(deep)}h${short(inner)}v${short(-deep)}`;
}

/** A cross of two strokes. */
function cross({ x, y, width, height }: Box): string {
  const size = Math.min(width, height, 8);
  const [left, top] = [x + (width - size) / 2, y + height - size];
  const stroke = size / 3;
  const down = `l${short(size - stroke)} ${short(size)}h${short(stroke)}l${short(stroke - size)} ${short(-size)}`;
  const up = `l${short(stroke - size)} ${short(size)}h${short(-stroke)}l${short(size - stroke)} ${short(-size)}`;
  return `M${short(left)} ${short(top)}${down}M${short(left + size)} ${short(top)}${up}`;
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}
