import * as Plot from '@observablehq/plot';
import type { LinesPicture } from '../document/picture.ts';
import { dayOf } from '../format/dates.ts';
import { shareText } from '../format/share-text.ts';
import { shownSeries } from '../format/shown-series.ts';
import { colourClass, labelMarks, labelRoom, labelsOf, type Drawn } from './line-labels.ts';
import { pictureSummary } from './picture-summary.ts';
import { plotText } from './svg-document.ts';

const WIDTH = 480;
const HEIGHT = 240;
const MARGINS = { marginTop: 14, marginBottom: 24, marginLeft: 38 };
const INNER = HEIGHT - MARGINS.marginTop - MARGINS.marginBottom;

/** Each line has a pattern besides its colour. */
const DASHES = ['none', '7 3', '2 2', '9 3 2 3', '4 4', '12 3', '2 5', '6 2 2 2 2 2'];

/** Lines of shares over time, or areas stacked on each other; a gap is where nothing is known. */
export function linesSvg(picture: LinesPicture): string {
  const { at, stacked } = picture;
  const drawn = stacked ? stackedSeries(picture) : lineSeries(picture);
  const dates = at.map((instant) => new Date(instant));
  const labels = labelsOf(drawn, { stacked, height: INNER });
  const right = labelRoom(labels);
  const frame = frameOf(dates, WIDTH - MARGINS.marginLeft - right);
  const marks = [
    ...axes(frame),
    ...drawn.flatMap((each) => (stacked ? areaMarks(each, dates) : lineMarks(each, dates, at))),
    ...labels.flatMap((label) => labelMarks(label, frame.last)),
  ];
  const options = {
    width: WIDTH,
    height: HEIGHT,
    ...MARGINS,
    marginRight: right,
    x: { type: 'utc' as const, domain: [frame.first, frame.last], axis: null },
    y: { domain: [0, 1], axis: null },
    marks,
  };
  return plotText(options, { kind: stacked ? 'areas' : 'lines', label: pictureSummary(picture) });
}

function lineSeries(picture: LinesPicture): Drawn[] {
  return shownSeries(picture).map(({ series, nth }) => ({
    series,
    nth,
    edges: series.shares.map((each) => (each === null ? null : [each.share, each.share])),
  }));
}

function stackedSeries(picture: LinesPicture): Drawn[] {
  const base = picture.at.map(() => 0);
  return shownSeries(picture).map(({ series, nth }) => ({
    series,
    nth,
    edges: series.shares.map((each, index) => {
      if (each === null) return null;
      const from = base[index] ?? 0;
      base[index] = from + each.share;
      return [from, from + each.share];
    }),
  }));
}

interface Frame {
  /** The days that the picture spans. */
  first: Date;
  last: Date;
  /** Its width without margins. */
  inner: number;
}

const DAY_MS = 86_400_000;

/** One survey stands in the middle of two days. */
function frameOf(dates: readonly Date[], inner: number): Frame {
  const times = dates.map(Number);
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  const around = first === last ? DAY_MS : 0;
  return { first: new Date(first - around), last: new Date(last + around), inner };
}

const TICK_ROOM = 70;

function axes({ inner }: Frame): Plot.Markish[] {
  const shares = [0, 0.25, 0.5, 0.75, 1];
  return [
    Plot.gridY(shares, { className: 'grid', strokeOpacity: 1 }),
    Plot.axisY([0, 0.5, 1], {
      className: 'axis',
      tickSize: 0,
      fontSize: 12,
      label: null,
      tickFormat: (share: number) => `${share * 100} %`,
    }),
    Plot.axisX({
      className: 'axis',
      ticks: Math.max(2, Math.floor(inner / TICK_ROOM)),
      tickSize: 4,
      fontSize: 12,
      label: null,
    }),
  ];
}

interface Point {
  x: Date;
  low: number;
  high: number;
}

const NOTHING = Number.NaN;

function pointsOf({ edges }: Drawn, dates: readonly Date[]): Point[] {
  return dates.map((x, index) => {
    const [low, high] = edges[index] ?? [NOTHING, NOTHING];
    return { x, low, high };
  });
}

/** A line, and a point where it changes, which says from when on on demand. */
function lineMarks(drawn: Drawn, dates: readonly Date[], at: readonly string[]): Plot.Markish[] {
  const { series, nth } = drawn;
  const points = pointsOf(drawn, dates);
  const changes = points.flatMap((point, index) => {
    const [before, share] = [series.shares[index - 1], series.shares[index]];
    const isSame = JSON.stringify(before) === JSON.stringify(share);
    if (share == null || isSame) return [];
    const title = `${series.name}, ${dayOf(at[index] ?? '')}: ${shareText(share)}`;
    return [{ ...point, title }];
  });
  return [
    ...rangeMarks(drawn, dates),
    Plot.line(points, {
      x: 'x',
      y: 'high',
      className: `line ${colourClass(nth, false)}`,
      strokeWidth: 2,
      strokeDasharray: DASHES[nth % DASHES.length] ?? 'none',
    }),
    Plot.dot(changes, {
      x: 'x',
      y: 'high',
      r: 3,
      fill: 'currentColor',
      className: `point ${colourClass(nth, false)}`,
      title: 'title',
    }),
  ];
}

/** Where the line would be if all that is unknown were known, at the least and at the most. */
function rangeMarks({ series, nth }: Drawn, dates: readonly Date[]): Plot.Markish[] {
  if (series.shares.every((share) => share === null || share.unknown === 0)) return [];
  const ranges = dates.map((x, index) => {
    const { count, known, unknown } = series.shares[index] ?? NOT_KNOWN;
    const all = known + unknown;
    return { x, low: count / all, high: (count + unknown) / all };
  });
  const className = `range ${colourClass(nth, false)}`;
  return [Plot.areaY(ranges, { x: 'x', y1: 'low', y2: 'high', fillOpacity: 0.12, className })];
}

const NOT_KNOWN = { count: NOTHING, known: NOTHING, unknown: NOTHING };

/** An area; a survey between two that know nothing is a bar. */
function areaMarks(drawn: Drawn, dates: readonly Date[]): Plot.Markish[] {
  const points = pointsOf(drawn, dates);
  const isKnown = (index: number) => Number.isFinite(points[index]?.high);
  const alone = points.filter((_, i) => isKnown(i) && !isKnown(i - 1) && !isKnown(i + 1));
  const className = `area ${colourClass(drawn.nth, true)}`;
  return [
    Plot.areaY(points, {
      x: 'x',
      y1: 'low',
      y2: 'high',
      className,
      title: () => drawn.series.name,
    }),
    ...(alone.length === 0
      ? []
      : [Plot.ruleX(alone, { x: 'x', y1: 'low', y2: 'high', strokeWidth: 6, className })]),
  ];
}
