import type { Mark } from '../../compare/history/marks.ts';
import { padded, together } from '../format/layout.ts';
import type { Moments } from './since-words.ts';

/** The ASCII sign of each mark, and its meaning. */
const MARK_FACES = {
  valid: { sign: '#', meaning: 'TLS with valid certificates only' },
  tls: { sign: '+', meaning: 'TLS' },
  'partly-unknown': { sign: ':', meaning: 'TLS on some servers, the others unknown' },
  some: { sign: '~', meaning: 'TLS on some servers only' },
  none: { sign: '-', meaning: 'no STARTTLS' },
  broken: { sign: '!', meaning: 'STARTTLS broken' },
  'no-mail': { sign: 'o', meaning: 'takes no mail' },
  unknown: { sign: '?', meaning: 'unknown' },
  'not-observed': { sign: '.', meaning: 'not observed' },
} as const satisfies Record<Mark, { sign: string; meaning: string }>;

/** The signs of some marks. */
export function signsOf(marks: readonly Mark[]): string {
  return marks.map((mark) => MARK_FACES[mark].sign).join('');
}

/** Marks on a line: the weekly surveys of a year. */
const A_LINE = 53;

/** The legend of all marks, without a full stop. */
export function legend(): string {
  const meanings = Object.values(MARK_FACES).map(({ sign, meaning }) => together([sign, meaning]));
  return `Each mark is one survey: ${meanings.join('; ')}`;
}

/** The marks in the order of time, each line between its first and its last survey: `2016-01-08 ..??++++ 2016-03-26`. */
export function stripLines(marks: readonly Mark[], moments: Moments): string[] {
  const lines: string[] = [];
  const wrapped = marks.length > A_LINE;
  for (let start = 0; start < marks.length; start += A_LINE) {
    const own = marks.slice(start, start + A_LINE);
    const signs = signsOf(own);
    const last = moments[start + own.length - 1] ?? '';
    lines.push(`${moments[start] ?? ''} ${padded(signs, wrapped ? A_LINE : 0)} ${last}`);
  }
  return lines;
}
