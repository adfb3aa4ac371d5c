import { makePalette } from '../../report/document/palette.ts';
import type { Screen, Signs } from '../../report/document/screen.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What text is made for, in columns: a narrower screen breaks even short words, a longer line is hard to read. */
const LEAST_WIDTH = 40;
const MOST_WIDTH = 120;

/** Columns of a pipe, a file or a mail, and of a terminal whose width is unknown. */
export const USUAL_WIDTH = 80;

/** A stream that text for people goes to. */
export interface Stream {
  isTTY?: boolean;
  columns?: number;
}

/** The colours, the signs and the width of a stream. */
export function screenOf(stream: Stream, env: Environment): Screen {
  return {
    palette: makePalette(wantsColour(stream, env)),
    width: widthOf(stream),
    signs: signsOf(stream, env),
  };
}

/** Whether a stream goes to a terminal that understands escape sequences. */
export function isTerminal({ isTTY }: Stream, { TERM }: Environment): boolean {
  return isTTY === true && TERM !== 'dumb';
}

/**
 * Unicode on a terminal whose locale is UTF-8, as POSIX finds it (XBD 8.2: LC_ALL, LC_CTYPE, LANG), or that tells Windows
 * programs who it is; the font of a Linux console has no blocks. A pipe or a file gets the same bytes in every locale.
 */
function signsOf(stream: Stream, env: Environment): Signs {
  if (!isTerminal(stream, env) || env['TERM'] === 'linux') return 'ascii';
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(isSet) ?? '';
  return /utf-?8/i.test(locale) || isSet(env['WT_SESSION']) ? 'unicode' : 'ascii';
}

function widthOf({ isTTY, columns }: Stream): number {
  const width = isTTY === true && columns ? columns : USUAL_WIDTH;
  return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width));
}

/**
 * NO_COLOR wins (no-color.org), then FORCE_COLOR (force-color.org) or CLICOLOR_FORCE (bixense.com/clicolors) have colour
 * everywhere, else a terminal has it. A variable that is empty counts as not set, and one that forces does not with `0`.
 */
function wantsColour(stream: Stream, env: Environment): boolean {
  if (isSet(env['NO_COLOR'])) return false;
  const forced = [env['FORCE_COLOR'], env['CLICOLOR_FORCE']];
  return forced.some((each) => isSet(each) && each !== '0') || isTerminal(stream, env);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
