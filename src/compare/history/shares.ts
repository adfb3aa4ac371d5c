import { TLS_VERSIONS } from '../../model/records/words.ts';
import { TLS_WORDS } from '../answers/endpoint-answers.ts';
import { observedOf, type Part } from '../answers/observed.ts';
import type { HistoryBook } from './history-book.ts';
import { markOf, type Mark } from './marks.ts';
import { domainParts, wholePart } from './observations.ts';

/** How many of those that are known have something. */
export interface CountOfKnown {
  count: number;
  known: number;
}

/** The same, and how many are unknown: they count neither for nor against. */
export interface Counted extends CountOfKnown {
  unknown: number;
}

/** How many providers of a category have TLS on all servers that are known, a count a survey. */
export interface Adoption {
  category: string | null;
  counts: Counted[];
}

/**
 * The surveys that can be counted against each other, by their places: the newest over lists, those that share a list with
 * it, and those that were imported; all where none is over lists. An ad-hoc survey asks for a few.
 */
export function countedSurveys({ surveys }: HistoryBook): number[] {
  const newest = surveys.findLast(({ lists }) => lists.length > 0);
  if (newest === undefined) return surveys.map((_, place) => place);
  const files = new Set(newest.lists.map(({ file }) => file));
  return surveys.flatMap(({ lists, settings }, place) =>
    settings.depth === null || lists.some(({ file }) => files.has(file)) ? place : [],
  );
}

/**
 * Counts by category, each survey by its own lists, how many providers have TLS on all servers; a domain without a
 * provider stands for itself. One that takes no mail is not counted.
 * @param places of the surveys in the book.
 */
export function adoptionByCategory(book: HistoryBook, places: readonly number[]): Adoption[] {
  const byCategory = new Map<string | null, Counted[]>();
  for (const [nth, place] of places.entries()) {
    for (const { category, parts } of providersAt(book, place)) {
      const added = ADOPTION[markOf(observedOf(parts), { kind: 'not-observed' })];
      const counts =
        byCategory.get(category) ?? places.map((): Counted => ({ count: 0, known: 0, unknown: 0 }));
      byCategory.set(category, counts);
      const own = counts[nth];
      if (own === undefined || added === null) continue;
      if (added === 'unknown') own.unknown += 1;
      else {
        own.known += 1;
        own.count += added;
      }
    }
  }
  return [...byCategory].map(([category, counts]) => ({ category, counts }));
}

/** Whether a mark counts as TLS on all servers that are known; null for one that is not counted. */
const ADOPTION = {
  valid: 1,
  tls: 1,
  'partly-unknown': 1,
  some: 0,
  none: 0,
  broken: 0,
  'no-mail': null,
  unknown: 'unknown',
  'not-observed': null,
} as const satisfies Record<Mark, 0 | 1 | 'unknown' | null>;

interface Holder {
  category: string | null;
  /** Its domains. */
  parts: Part[];
}

/** The providers of a survey. */
function providersAt(book: HistoryBook, place: number): Iterable<Holder> {
  const holders = new Map<string, Holder>();
  for (const name of book.domainNames()) {
    const domain = book.domain(name, place);
    if (domain === null) continue;
    const { category, provider } = domain;
    const key = JSON.stringify([category, provider, provider === null ? name : null]);
    const holder = holders.get(key) ?? { category, parts: [] };
    holders.set(key, holder);
    holder.parts.push(wholePart(name, domainParts(book, name, 'tls', place)));
  }
  return holders.values();
}

/** What an address of a server agreed on, the best last. */
export const AGREED = ['no-starttls', 'broken', 'tls', ...TLS_VERSIONS] as const;
export type Agreed = (typeof AGREED)[number];

/** How many addresses of servers agreed on what in a survey, and of how many that is unknown. */
export type AgreedCounts = Record<Agreed | 'unknown', number>;

/** Counts the addresses of all servers by what they agreed on, each once. @param places of the surveys in the book. */
export function agreedCounts(book: HistoryBook, places: readonly number[]): AgreedCounts[] {
  const hosts = book.hostNames();
  return places.map((place) => {
    const words = [...AGREED, 'unknown'] as const;
    const counts = Object.fromEntries(words.map((each) => [each, 0])) as AgreedCounts;
    for (const host of hosts) {
      for (const { answers } of book.hostParts(host, 'tls', place)) {
        counts[agreedOf(answers?.yes ?? []) ?? 'unknown'] += 1;
      }
    }
    return counts;
  });
}

function agreedOf(words: readonly string[]): Agreed | null {
  const word = TLS_WORDS.findLast((each) => words.includes(each));
  if (word === undefined) return null;
  if (word === 'plaintext') return 'no-starttls';
  return AGREED.find((each) => each === word) ?? 'broken';
}
