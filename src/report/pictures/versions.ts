import type { HistoryBook } from '../../compare/history/history-book.ts';
import { AGREED, agreedCounts, countedSurveys, type Agreed } from '../../compare/history/shares.ts';
import type { LinesPicture } from '../document/picture.ts';
import { UNKNOWN_VERSION, VERSION_NAMES } from '../words/version-words.ts';
import { shareOf } from './adoption.ts';

const AGREED_NAMES = {
  'no-starttls': 'no STARTTLS',
  broken: 'STARTTLS broken',
  tls: UNKNOWN_VERSION,
  ...VERSION_NAMES,
} as const satisfies Record<Agreed, string>;

/**
 * What the addresses of servers agreed on over time, the worst first; those alone of which something is known. All words
 * have their series, so that each keeps its colour.
 */
export function versionsOf(book: HistoryBook): LinesPicture {
  const places = countedSurveys(book);
  const counts = agreedCounts(book, places);
  const known = counts.map((each) => AGREED.reduce((sum, word) => sum + each[word], 0));
  return {
    kind: 'lines',
    at: places.flatMap((place) => book.surveys[place]?.startedAt ?? []),
    whole: 'of the server addresses known',
    stacked: true,
    series: AGREED.map((word) => ({
      name: AGREED_NAMES[word],
      shares: counts.map((each, nth) =>
        shareOf({ count: each[word], known: known[nth] ?? 0, unknown: each.unknown }),
      ),
    })),
  };
}
