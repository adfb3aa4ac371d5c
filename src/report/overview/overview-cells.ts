import type { Effect } from '../../model/output/change-kinds.ts';
import type { StarttlsWord } from '../../model/records/words.ts';
import { providerTitle } from '../answer/verdict.ts';
import { plainCell, type Cell } from '../document/document.ts';
import type { Palette } from '../document/palette.ts';
import { distance } from '../format/dates.ts';
import { PROBLEM_LABELS } from '../words/problem-labels.ts';
import { VERSION_NAMES } from '../words/version-words.ts';
import type { OverviewRow, Stand } from './overview-rows.ts';

const PROBLEMS_NAMED = 2;

/** The mark of a row, which says without colour how it stands, and its meaning. */
export const STAND_TEXTS = {
  bad: {
    mark: '✗',
    word: 'missing or broken',
    meaning: 'STARTTLS missing or broken',
    rest: 'with STARTTLS missing or broken',
    paint: 'bad',
  },
  problem: {
    mark: '!',
    word: 'problem',
    meaning: 'a problem of TLS or certificate',
    rest: 'with a problem',
    paint: 'warn',
  },
  unknown: {
    mark: '?',
    word: 'unknown',
    meaning: 'unknown in part or whole',
    rest: 'unknown in part or whole',
    paint: 'unknown',
  },
  good: {
    mark: '✓',
    word: 'good',
    meaning: 'encrypted, with valid certificates',
    rest: 'good',
    paint: 'good',
  },
  'no-mail': {
    mark: '-',
    word: 'no mail',
    meaning: 'takes no mail',
    rest: 'without mail',
    paint: 'faint',
  },
} as const satisfies Record<
  Stand,
  { mark: string; word: string; meaning: string; rest: string; paint: keyof Palette }
>;

const WORD_TEXTS = {
  all: { text: 'yes', paint: null },
  some: { text: 'some', paint: 'bad' },
  none: { text: 'no', paint: 'bad' },
  broken: { text: 'broken', paint: 'bad' },
  unknown: { text: 'unknown', paint: 'unknown' },
} as const satisfies Record<StarttlsWord, Cell>;

const EFFECT_TEXTS = {
  regression: { lead: 'worse: ', paint: 'bad' },
  improvement: { lead: 'better: ', paint: 'good' },
  neutral: { lead: '', paint: null },
} as const satisfies Record<Effect, { lead: string; paint: keyof Palette | null }>;

export function markCell({ stand }: OverviewRow): Cell {
  return { text: STAND_TEXTS[stand].mark, paint: STAND_TEXTS[stand].paint };
}

export function nameCell({ name, listed: isListed }: OverviewRow): Cell {
  return { text: providerTitle(name, isListed), paint: 'strong' };
}

export function countCell({ starttls: { all, known, unknown } }: OverviewRow): Cell {
  if (known + unknown === 0) return plainCell('no mail');
  const parts = [
    ...(known === 0 ? [] : [`${all}/${known}`]),
    ...(unknown === 0 ? [] : [`${unknown}?`]),
  ];
  return { text: parts.join(' '), paint: all < known ? 'bad' : unknown > 0 ? 'unknown' : null };
}

export function wordCell({ word }: OverviewRow): Cell {
  return word === null ? plainCell('no mail') : WORD_TEXTS[word];
}

/** `1.0–1.3`, `SSL 3.0–1.2`, `1.2*`. */
export function versionCell({ versions }: OverviewRow): Cell {
  if (versions === null) return plainCell('');
  const { lowest, highest, open } = versions;
  const names = [lowest, highest].map((each) => VERSION_NAMES[each].replace('TLS ', ''));
  return plainCell(`${[...new Set(names)].join('–')}${open ? '*' : ''}`);
}

/** `valid, ends in 40 days`, `expired, wrong name`. */
export function certificateCell({ certificate, stand }: OverviewRow, at: string): Cell {
  if (certificate === null) return plainCell('');
  const { problems, isKnown, ends, soon } = certificate;
  const faults = problems.slice(0, PROBLEMS_NAMED).map((problem) => PROBLEM_LABELS[problem]);
  const state = faults.length > 0 ? faults.join(', ') : isKnown ? 'valid' : 'partly unknown';
  const end = ends === null || problems.includes('expired') ? '' : `, ends ${distance(ends, at)}`;
  const isFaulty = soon || (faults.length > 0 && stand !== 'good');
  return { text: `${state}${end}`, paint: isFaulty ? 'warn' : isKnown ? null : 'unknown' };
}

export function changeCell({ changes }: OverviewRow): Cell {
  const [first] = changes;
  if (first === undefined) return plainCell('');
  const texts = changes.map(
    ({ effect, headings }) => EFFECT_TEXTS[effect].lead + headings.join(', '),
  );
  return { text: texts.join('; '), paint: EFFECT_TEXTS[first.effect].paint };
}
