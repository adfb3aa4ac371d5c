import { makePalette } from '../src/report/document/palette.ts';
import type { Screen } from '../src/report/document/screen.ts';

/** The narrowest screen, the one of pipes and mails, and the widest. */
export const WIDTHS = [40, 80, 120] as const;

/** A screen without colours, as the reviewed files have it. */
export const PLAIN: Screen = { palette: makePalette(false), width: 100, signs: 'unicode' };

export const PAINTED: Screen = { palette: makePalette(true), width: 100, signs: 'unicode' };

/** A screen without colours, so many columns wide. */
export function plainScreen(width: number): Screen {
  return { ...PLAIN, width };
}
