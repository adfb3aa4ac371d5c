import type { Palette } from './palette.ts';

/** What text for people is made for: the colours that it may have, and how many columns fit on a line. */
export interface Screen {
  palette: Palette;
  width: number;
}
