import type { StarttlsWord } from '../../model/records/words.ts';

/** What a domain's `starttls` word says, as the heading of a column, and its rank: 0 is best, null says nothing. */
export const STARTTLS_TEXTS = {
  all: { heading: 'on all servers', rank: 0 },
  some: { heading: 'on some', rank: 1 },
  none: { heading: 'on none', rank: 3 },
  broken: { heading: 'broken', rank: 2 },
  unknown: { heading: 'could not tell', rank: 4 },
} as const satisfies Record<StarttlsWord, { heading: string; rank: number }>;
