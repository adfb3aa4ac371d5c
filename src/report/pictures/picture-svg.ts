import type { Picture } from '../document/picture.ts';

/**
 * A picture as the text of an `<svg>` element, for a page. It has no style of its own: the stylesheet of the page gives
 * these classes their colours, fonts and strokes.
 *
 * - `svg.picture-lines`, `svg.picture-areas`, `svg.picture-strips`, `svg.picture-calendar`: the picture;
 *   text inherits `font-family` from the page and has `font-size` 12 in the units of the picture.
 * - `.axis` (text of an axis), `.grid` (faint lines), `.label` (text that names a line, an area, a row).
 * - `.series-0` to `.series-7`: a line (`path`, `stroke: var(--series-N)`), its points (`circle`) and its label (`text`).
 *   Lines have a dash pattern of their own (`stroke-dasharray` is an attribute).
 * - `.agreed-no-starttls`, `.agreed-broken`, …: see {@link pictureSvg}'s areas, `.area-0` (the worst) to `.area-7`.
 * - `.mark-valid`, `.mark-tls`, `.mark-partly-unknown`, `.mark-some`, `.mark-none`, `.mark-broken`, `.mark-no-mail`,
 *   `.mark-unknown`, `.mark-not-observed`: a cell of a strip; each has a shape of its own.
 * - `.bar`, `.bar-soon`: a week of the calendar; `.bar-soon` ends within 30 days.
 *
 * Colours: `--series-0` … `--series-7`, `--area-0` … `--area-7`, `--mark-valid` …, `--bar`, `--bar-soon`, `--grid`.
 */
export function pictureSvg(picture: Picture): string {
  return `<svg class="picture-${picture.kind}"></svg>`;
}
