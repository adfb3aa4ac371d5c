import type { Picture } from '../document/picture.ts';
import { calendarSvg } from './calendar-svg.ts';
import { linesSvg } from './lines-svg.ts';
import { stripsSvg } from './strips-svg.ts';

/**
 * A picture as the text of an `<svg>` element, for a page. It has neither a style nor a colour of its own: what is drawn has
 * `currentColor`, and the stylesheet of the page gives these classes their `color`, from a variable that is another one in
 * the dark.
 *
 * - `svg.picture-lines`, `svg.picture-areas`, `svg.picture-strips`, `svg.picture-calendar`: 480 units wide, text of 12.
 * - `.axis` (text and ticks beside the data), `.grid` (faint lines), `.limit` (a dashed line), `.label` (names).
 * - `.series-1` to `.series-6`, `.series-other`: a line, its points, and its label, which is text.
 * - `.area-0` to `.area-7`: an area, in order from the worst to the best: no STARTTLS, broken, TLS of an unknown version,
 *   SSL 3.0, TLS 1.0, 1.1, 1.2, 1.3.
 * - `.mark-valid`, `.mark-tls`, `.mark-partly-unknown`, `.mark-some`, `.mark-none`, `.mark-broken`, `.mark-no-mail`,
 *   `.mark-unknown`, `.mark-not-observed`: a cell of a strip; each has a shape of its own.
 * - `.bar`, `.bar-soon`: a week of the calendar; one within 30 days.
 *
 * Loading this file loads Plot, which takes long: only what makes pages imports it, when it does.
 */
export function pictureSvg(picture: Picture): string {
  switch (picture.kind) {
    case 'lines':
      return linesSvg(picture);
    case 'strips':
      return stripsSvg(picture);
    case 'calendar':
      return calendarSvg(picture);
  }
}
