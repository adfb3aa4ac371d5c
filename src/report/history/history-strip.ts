import type { Mark } from '../../compare/history/marks.ts';
import { padded } from '../format/layout.ts';
import type { Moments } from './since-words.ts';

/** What a mark looks like, the same in any locale, and what it means. */
const MARK_FACES = {
  valid: { sign: '#', meaning: 'TLS, every certificate valid' },
  tls: { sign: '+', meaning: 'TLS' },
  some: { sign: '~', meaning: 'TLS on some only' },
  none: { sign: '-', meaning: 'no STARTTLS' },
  broken: { sign: '!', meaning: 'broken STARTTLS' },
  'no-mail': { sign: 'o', meaning: 'takes no mail' },
  unknown: { sign: '?', meaning: 'could not tell' },
  'not-observed': { sign: '.', meaning: 'not observed' },
} as const satisfies Record<Mark, { sign: string; meaning: string }>;

/** So many marks stand on a line: one of weekly surveys of a year. */
const A_LINE = 53;

/** What all marks mean, in one sentence. */
export function legend(): string {
  const meanings = Object.values(MARK_FACES).map(({ sign, meaning }) => `${sign} ${meaning}`);
  return `One mark a survey: ${meanings.join(', ')}`;
}

/** A strip of marks over time, the first and the last survey of each line beside it: `2016-01-08 ..??++++ 2016-03-26`. */
export function stripLines(marks: readonly Mark[], moments: Moments): string[] {
  const lines: string[] = [];
  const wrapped = marks.length > A_LINE;
  for (let start = 0; start < marks.length; start += A_LINE) {
    const own = marks.slice(start, start + A_LINE);
    const signs = own.map((mark) => MARK_FACES[mark].sign).join('');
    const last = moments[start + own.length - 1] ?? '';
    lines.push(`${moments[start] ?? ''} ${padded(signs, wrapped ? A_LINE : 0)} ${last}`);
  }
  return lines;
}
