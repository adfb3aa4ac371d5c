import type { HistoryBook } from '../../compare/history/history-book.ts';
import {
  adoptionByCategory,
  countedSurveys,
  type Adoption,
  type Counted,
} from '../../compare/history/shares.ts';
import type { LinesPicture, Series } from '../document/picture.ts';
import { categoryTitle, inOrder } from '../words/categories.ts';

/** The title of the picture. */
export const ADOPTION_TITLE = 'TLS on all servers';

/** More lines than these are not told apart. */
const LINES = 7;

/** The name of a line of all categories together, or of lists without categories. */
const ALL = 'All';

/**
 * The share of providers with TLS on all servers over time, a line a category; of those alone of which something is known.
 * Of many categories the largest, and all together.
 */
export function adoptionOf(book: HistoryBook): LinesPicture {
  const places = countedSurveys(book);
  const all = adoptionByCategory(book, places);
  return {
    kind: 'lines',
    at: places.flatMap((place) => book.surveys[place]?.startedAt ?? []),
    whole: `of the ${book.providers.size > 0 ? 'providers' : 'domains'} known`,
    stacked: false,
    series: [
      ...inListOrder(book, largest(all)).map((each) => seriesOf(nameOf(each, all), each.counts)),
      ...(all.length > LINES ? [seriesOf(ALL, totals(all))] : []),
    ],
  };
}

function nameOf({ category }: Adoption, all: readonly Adoption[]): string {
  return category === null && all.length === 1 ? ALL : categoryTitle(category);
}

function seriesOf(name: string, counts: readonly Counted[]): Series {
  return { name, shares: counts.map(shareOf) };
}

/** A count as a share; null where nothing is known. */
export function shareOf({ count, known, unknown }: Counted): Series['shares'][number] {
  return known === 0 ? null : { share: count / known, count, known, unknown };
}

/** Those of which most is known in the newest survey. */
function largest(all: readonly Adoption[]): readonly Adoption[] {
  if (all.length <= LINES) return all;
  const known = ({ counts }: Adoption) => counts.at(-1)?.known ?? 0;
  return all.toSorted((a, b) => known(b) - known(a)).slice(0, LINES);
}

/** The order of the lists, the newest first. */
function inListOrder({ surveys }: HistoryBook, adoptions: readonly Adoption[]): Adoption[] {
  const names = surveys
    .toReversed()
    .flatMap(({ categories }) => categories.map(({ name }) => name));
  const byCategory = new Map(adoptions.map((each) => [each.category, each]));
  return inOrder(byCategory.keys(), names).flatMap((category) => byCategory.get(category) ?? []);
}

function totals(all: readonly Adoption[]): Counted[] {
  return (all[0]?.counts ?? []).map((_, nth) => ({
    count: sum(all.map(({ counts }) => counts[nth]?.count ?? 0)),
    known: sum(all.map(({ counts }) => counts[nth]?.known ?? 0)),
    unknown: sum(all.map(({ counts }) => counts[nth]?.unknown ?? 0)),
  }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
