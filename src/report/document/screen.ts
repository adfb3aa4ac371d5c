import type { Palette } from './palette.ts';

/** What text for people is made for: the colours and signs that it may have, and how many columns fit on a line. */
export interface Screen {
  palette: Palette;
  width: number;
  signs: Signs;
}

/** Which signs are drawn: blocks and other shapes of Unicode, or those that any terminal, mail and file shows. */
export type Signs = 'unicode' | 'ascii';
