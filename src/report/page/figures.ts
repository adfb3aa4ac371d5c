import type { Block, Figure } from '../document/document.ts';
import type { CountOfKnown } from '../../compare/history/shares.ts';
import type { ProviderCounts, SurveyCounts } from '../overview/provider-counts.ts';

/** The survey before: its day, and what it counted. */
export interface Before {
  date: string;
  counts: SurveyCounts;
}

/** The four numbers of a survey, with their change against the survey before; null for none before. @param imported whether it was. */
export function figureBlock(
  { whole, anyListed }: SurveyCounts,
  before: Before | null,
  imported: boolean,
): Block {
  const noun = anyListed ? 'providers' : 'domains';
  const figures = [imported ? SHOWED : ENCRYPTING, ...FIGURES].map(
    ({ label, countOf, isGood }): Figure => {
      const share = countOf(whole);
      const change = before && changeOf(share, countOf(before.counts.whole), before.date, isGood);
      return { label: `${noun} ${label}`, value: shareText(share), change };
    },
  );
  return { kind: 'figures', figures };
}

interface FigureText {
  /** What follows the noun. */
  label: string;
  countOf: (counts: ProviderCounts) => CountOfKnown;
  /** Whether more of them is better; null where it is neither. */
  isGood: boolean | null;
}

const ENCRYPTING: FigureText = {
  label: 'with STARTTLS on all known servers',
  countOf: ({ encrypting }) => encrypting,
  isGood: true,
};

/** An imported survey does not know who has none. */
const SHOWED: FigureText = {
  label: 'that showed TLS',
  countOf: ({ encrypting, unknown }) => ({ ...encrypting, known: encrypting.known + unknown }),
  isGood: true,
};

const FIGURES: readonly FigureText[] = [
  { label: 'with valid certificates only', countOf: ({ valid }) => valid, isGood: true },
  {
    label: 'that still accept TLS 1.1 or older',
    countOf: ({ deprecated }) => deprecated,
    isGood: false,
  },
  {
    label: 'unknown',
    countOf: ({ encrypting, unknown }) => ({ count: unknown, known: encrypting.known + unknown }),
    isGood: null,
  },
];

/** `3 of 5`; `unknown` where nothing is known of any. */
function shareText({ count, known }: CountOfKnown): string {
  return known === 0 ? 'unknown' : `${count} of ${known}`;
}

/** `+1 since 2016-01-16 (2 of 5)`. What was unknown on one of the days has no change. */
function changeOf(
  now: CountOfKnown,
  then: CountOfKnown,
  since: string,
  isGood: boolean | null,
): Figure['change'] {
  if (now.known === 0 || then.known === 0) return null;
  const more = now.count - then.count;
  if (more === 0) {
    const text =
      now.known === then.known ? `the same on ${since}` : `${shareText(then)} on ${since}`;
    return { text, paint: null };
  }
  const sign = more > 0 ? `+${more}` : `−${-more}`;
  const isBetter = isGood === null ? null : more > 0 === isGood;
  const paint = isBetter === null ? null : isBetter ? 'good' : 'bad';
  return { text: `${sign} since ${since} (${shareText(then)})`, paint };
}
