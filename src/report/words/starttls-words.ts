import type { StarttlsWord } from '../../model/records/words.ts';

interface StarttlsText {
  /** The heading of a column. */
  heading: string;
  /** The same as part of a sentence. */
  phrase: string;
  /** The same where other servers are unknown. */
  knownPhrase: string;
  /** 0 is the best. */
  rank: number;
}

/** What a domain's `starttls` word says. */
export const STARTTLS_TEXTS = {
  all: {
    heading: 'on all servers',
    phrase: 'STARTTLS on all servers',
    knownPhrase: 'STARTTLS on all known servers',
    rank: 0,
  },
  some: {
    heading: 'on some',
    phrase: 'STARTTLS on some servers only',
    knownPhrase: 'STARTTLS on some servers only',
    rank: 1,
  },
  none: {
    heading: 'on none',
    phrase: 'no STARTTLS on any server',
    knownPhrase: 'no STARTTLS on any known server',
    rank: 3,
  },
  broken: { heading: 'broken', phrase: 'broken STARTTLS', knownPhrase: 'broken STARTTLS', rank: 2 },
  unknown: {
    heading: 'unknown',
    phrase: 'STARTTLS unknown',
    knownPhrase: 'STARTTLS unknown',
    rank: 4,
  },
} as const satisfies Record<StarttlsWord, StarttlsText>;
