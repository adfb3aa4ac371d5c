import { $, bold, cyan, dim, green, red, yellow } from 'kleur/colors';

// Whether to colour is for the palette's maker to say, not for what kleur finds in the environment.
$.enabled = true;

/** Colours by what they mean; each takes text and gives it back, painted or as it was. */
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
