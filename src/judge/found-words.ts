import { classOf, type Endpoint } from '../model/records/endpoint.ts';
import type { MailDomain } from '../model/records/mail-domain.ts';
import type { SnapshotSource } from '../model/records/snapshot-source.ts';
import type { Place, PlacedWord } from '../model/records/word-places.ts';

/** Where the records of a snapshot have words; a place that no domain, or no endpoint, has is not here. */
const FIND = {
  level: { domain: ({ level }, word) => level === word },
  starttls: { domain: ({ starttls }, word) => starttls === word },
  mx: { domain: ({ mx }, word) => mx.kind === word },
  outcome: { endpoint: ({ outcome }, word) => outcome === word },
  class: { endpoint: (endpoint, word) => classOf(endpoint) === word },
  failure: {
    domain: ({ mx }, word) => mx.failure?.code === word,
    endpoint: ({ failure }, word) => failure?.code === word,
  },
  problem: {
    endpoint: ({ problems }, word) => problems?.some((problem) => problem === word) ?? false,
  },
} satisfies Partial<Record<Place, Finds>>;

interface Finds {
  domain?: (domain: MailDomain, word: string) => boolean;
  endpoint?: (endpoint: Endpoint, word: string) => boolean;
}

/** A place that a snapshot can be searched for. */
export type FoundPlace = keyof typeof FIND;

/** The places that a snapshot can be searched for. */
export const FOUND_PLACES = Object.keys(FIND) as FoundPlace[];

/** Those words that stand at their place anywhere in a snapshot, which is read once and no further than it must be. */
export function wordsIn<Word extends PlacedWord<FoundPlace>>(
  words: readonly Word[],
  source: Pick<SnapshotSource, 'domains' | 'endpoints'>,
): Word[] {
  const found = new Set<Word>();
  search(words, found, 'domain', () => source.domains());
  search(words, found, 'endpoint', () => source.endpoints());
  return words.filter((word) => found.has(word));
}

/** Adds to the found words those that a section of the snapshot has. */
function search<Kind extends keyof Finds, Word extends PlacedWord<FoundPlace>>(
  words: readonly Word[],
  found: Set<Word>,
  kind: Kind,
  records: () => Iterable<Parameters<Required<Finds>[Kind]>[0]>,
): void {
  const findOf = (word: Word): Find | undefined => (FIND[word.place] as Finds)[kind] as Find;
  let open = words.filter((word) => !found.has(word) && findOf(word) !== undefined);
  if (open.length === 0) return;
  for (const record of records()) {
    for (const word of open) if (findOf(word)?.(record, word.word) === true) found.add(word);
    open = open.filter((word) => !found.has(word));
    if (open.length === 0) return;
  }
}

type Find = (record: unknown, word: string) => boolean;
