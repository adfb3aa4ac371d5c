import { $, bold, cyan, dim, green, red, yellow } from 'kleur/colors';

// The caller of makePalette decides on colours, not the environment that kleur inspects.
$.enabled = true;

/** Colours by what they mean; each returns its text, coloured or unchanged. */
export interface Palette {
  good: Paint;
  warn: Paint;
  bad: Paint;
  /** Unknown results: neither good nor bad. */
  unknown: Paint;
  faint: Paint;
  strong: Paint;
}
export type Paint = (text: string) => string;

/** A palette that paints with ANSI colours, or one that leaves all text alone. */
export function makePalette(colour: boolean): Palette {
  return colour
    ? { good: green, warn: yellow, bad: red, unknown: cyan, faint: dim, strong: bold }
    : { good: plain, warn: plain, bad: plain, unknown: plain, faint: plain, strong: plain };
}

function plain(text: string): string {
  return text;
}
