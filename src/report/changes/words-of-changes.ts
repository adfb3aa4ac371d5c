import type { Change, Comparison, Effect } from '../../model/output/change.ts';
import { wordsOf, type Place } from '../../model/records/word-places.ts';
import { pageName } from '../document/link.ts';

/** The places whose words changes are about, in the order of their pages. */
const PLACES = ['level', 'outcome', 'problem'] as const satisfies Place[];

/**
 * The pages of the words that explain changes: levels, outcomes of servers, problems of certificates.
 * @param only the effect of the changes that are shown; null for all.
 */
export function wordsOfChanges({ changes }: Comparison, only: Effect | null): string[] {
  const shown = changes.filter((each) => !each.routine && (only === null || each.effect === only));
  const found = new Set(shown.flatMap(pagesOf));
  return PLACES.flatMap((place) => wordsOf(place).map((word) => pageAt(place, word))).filter(
    (page) => found.has(page),
  );
}

function pagesOf({ topic, before, after, levels }: Change): string[] {
  const endpoints = [before, after].flatMap(({ observations }) =>
    observations.map(({ endpoint }) => endpoint),
  );
  // What TLS is need not be said where it was lost or gained.
  const outcomes = endpoints.map(({ outcome }) => outcome).filter((each) => each !== 'tls');
  return [
    ...levels.flatMap((each) => [pageAt('level', each.before), pageAt('level', each.after)]),
    ...(topic === 'starttls' ? outcomes.map((word) => pageAt('outcome', word)) : []),
    ...(topic === 'certificate'
      ? endpoints.flatMap(({ problems }) => problems ?? []).map((word) => pageAt('problem', word))
      : []),
  ];
}

function pageAt(place: Place, word: string): string {
  return pageName({ place, word });
}
