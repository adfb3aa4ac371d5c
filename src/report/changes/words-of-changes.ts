import type { Change, Comparison } from '../../model/output/change.ts';
import type { Effect } from '../../model/output/change-kinds.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import { wordsOf, type Place } from '../../model/records/word-places.ts';
import { pageName } from '../document/link.ts';

/** The places whose words changes are about, in the order of their pages. */
const PLACES = ['level', 'outcome', 'problem'] as const satisfies Place[];

/**
 * The pages of the words that explain changes: levels, outcomes of servers, problems of certificates.
 * @param only the effect of the changes that are shown; null for all.
 */
export function wordsOfChanges({ changes }: Comparison, only: Effect | null): string[] {
  const found = new Set<string>();
  for (const each of changes) {
    if (each.routine || (only !== null && each.effect !== only)) continue;
    for (const page of pagesOf(each)) found.add(page);
  }
  return PLACES.flatMap((place) => wordsOf(place).map((word) => pageAt(place, word))).filter(
    (page) => found.has(page),
  );
}

/** A page may come more than once: a change may have a million levels. */
function* pagesOf(change: Change): Generator<string, void> {
  for (const { before, after } of change.levels) {
    yield pageAt('level', before);
    yield pageAt('level', after);
  }
  yield* pagesOfEvidence(change);
}

/** Evidence is read from the surveys when it is looked at: only where its words have pages. */
function pagesOfEvidence(change: Change): string[] {
  switch (change.topic) {
    case 'starttls': {
      // What TLS is need not be said where it was lost or gained.
      const outcomes = endpointsOf(change).map(({ outcome }) => outcome);
      return outcomes.filter((each) => each !== 'tls').map((word) => pageAt('outcome', word));
    }
    case 'certificate': {
      const problems = endpointsOf(change).flatMap((each) => each.problems ?? []);
      return problems.map((word) => pageAt('problem', word));
    }
    case 'dnsbl':
      return [pageAt('dnsbl', 'listed')];
    case 'version':
    case 'dane':
    case 'mx':
    case 'domain':
    case 'mta-sts':
    case 'tls-rpt':
    case 'onion-mx':
    case 'level':
      return [];
  }
}

function endpointsOf({ before, after }: Change): Endpoint[] {
  return [before, after].flatMap(({ observations }) =>
    observations.map(({ endpoint }) => endpoint),
  );
}

function pageAt(place: Place, word: string): string {
  return pageName({ place, word });
}
