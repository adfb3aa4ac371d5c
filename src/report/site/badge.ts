import type { Palette } from '../document/palette.ts';
import { columns } from '../format/layout.ts';
import { element, xmlDocument } from './xml.ts';

/** What a badge says. */
export interface Badge {
  /** Of whom, for those who hear it. */
  name: string;
  state: string;
  paint: keyof Palette;
}

const LABEL = 'mail encryption';

/** Backgrounds on which white text has a contrast of 4.5 and more (WCAG 2.2 §1.4.3). */
const BACKGROUNDS = {
  good: '#116329',
  warn: '#7d4e00',
  bad: '#a40e26',
  unknown: '#0a5a7a',
  faint: '#57606a',
  strong: '#24292f',
} as const satisfies Record<keyof Palette, string>;

/** The width of a letter of 11 px, to which the text is fitted whatever the font, and the space on each side. */
const LETTER = 6.5;
const SPACE = 6;
const HEIGHT = 20;

/** A badge as SVG: what it is about, and the state in words on its colour. Ends in a newline. */
export function badgeText({ name, state, paint }: Badge): Generator<string> {
  const left = widthOf(LABEL);
  const right = widthOf(state);
  const width = left + right;
  const title = `${LABEL} of ${name}: ${state}`;
  const part = (text: string, x: number, own: number) =>
    element('text', { x: `${x + SPACE}`, y: '14', textLength: `${own - 2 * SPACE}` }, text);
  const box = (x: number, own: number, fill: string) =>
    element('rect', { x: `${x}`, width: `${own}`, height: `${HEIGHT}`, fill });
  return xmlDocument(
    element(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        width: `${width}`,
        height: `${HEIGHT}`,
        viewBox: `0 0 ${width} ${HEIGHT}`,
        role: 'img',
        'aria-label': title,
      },
      element('title', {}, title),
      box(0, left, '#24292f'),
      box(left, right, BACKGROUNDS[paint]),
      element(
        'g',
        { fill: '#fff', 'font-family': 'Verdana,DejaVu Sans,sans-serif', 'font-size': '11' },
        part(LABEL, 0, left),
        part(state, left, right),
      ),
    ),
  );
}

function widthOf(text: string): number {
  return Math.round(columns(text) * LETTER) + 2 * SPACE;
}
