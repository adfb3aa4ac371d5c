import type { Mark } from '../../compare/history/marks.ts';
import type { Palette } from './palette.ts';

/** How a mark is drawn, and its meaning. */
interface MarkFace {
  /** A sign that any terminal shows. */
  ascii: string;
  /** The more of its cell it fills, the better; each has a shape of its own, as colour may be missing. One column wide. */
  unicode: string;
  meaning: string;
  paint: keyof Palette;
}

/** Each mark of a strip, the best first. */
export const MARK_FACES = {
  valid: {
    ascii: '#',
    unicode: '█',
    meaning: 'TLS with valid certificates only',
    paint: 'good',
  },
  tls: { ascii: '+', unicode: '▓', meaning: 'TLS', paint: 'good' },
  'partly-unknown': {
    ascii: ':',
    unicode: '▞',
    meaning: 'TLS on some servers, the others unknown',
    paint: 'unknown',
  },
  some: { ascii: '~', unicode: '▄', meaning: 'TLS on some servers only', paint: 'warn' },
  none: { ascii: '-', unicode: '▁', meaning: 'no STARTTLS', paint: 'bad' },
  broken: { ascii: '!', unicode: '✗', meaning: 'STARTTLS broken', paint: 'bad' },
  'no-mail': { ascii: 'o', unicode: '○', meaning: 'takes no mail', paint: 'faint' },
  unknown: { ascii: '?', unicode: '?', meaning: 'unknown', paint: 'unknown' },
  'not-observed': { ascii: '.', unicode: '·', meaning: 'not observed', paint: 'faint' },
} as const satisfies Record<Mark, MarkFace>;

/** All marks, the best first. */
export const ALL_MARKS = Object.keys(MARK_FACES) as Mark[];
