import { classOf } from '../model/endpoint.ts';
import type { Snapshot } from '../model/snapshot.ts';
import {
  ENDPOINT_CLASSES,
  ENDS,
  FAILURE_CODES,
  LEVELS,
  MX_KINDS,
  PROBLEMS,
  STARTTLS_WORDS,
} from '../model/words.ts';

/** The places a word can stand in, with the words that can stand there. */
const WORD_PLACES = {
  level: LEVELS,
  starttls: STARTTLS_WORDS,
  mx: MX_KINDS,
  end: ENDS,
  class: ENDPOINT_CLASSES,
  failure: FAILURE_CODES,
  problem: PROBLEMS,
} as const satisfies Record<string, readonly string[]>;
type Place = keyof typeof WORD_PLACES;

/** A word of the format with its place, as `none` in `level:none`. */
export interface PlacedWord {
  place: Place;
  word: string;
}

/** What a text says: a word; or why it is none. `choices` are the full forms to choose from. */
export type WordQuery =
  ({ kind: 'word' } & PlacedWord) | { kind: 'ambiguous'; choices: string[] } | { kind: 'unknown' };

const PLACES = Object.keys(WORD_PLACES) as Place[];

/** Reads a word of the format: `PLACE:WORD`, or the word alone where it stands in one place only. */
export function parseWord(text: string): WordQuery {
  const colon = text.indexOf(':');
  const word = text.slice(colon + 1);
  const wanted = colon === -1 ? PLACES : PLACES.filter((place) => place === text.slice(0, colon));
  const places = wanted.filter((place) => wordsOf(place).includes(word));
  const [place, ...others] = places;
  if (place === undefined) return { kind: 'unknown' };
  if (others.length === 0) return { kind: 'word', place, word };
  return { kind: 'ambiguous', choices: places.map((each) => `${each}:${word}`) };
}

function wordsOf(place: Place): readonly string[] {
  return WORD_PLACES[place];
}

type Records = Pick<Snapshot, 'domains' | 'endpoints'>;

const FIND = {
  level: ({ domains }, word) => domains.some(({ level }) => level === word),
  starttls: ({ domains }, word) => domains.some(({ starttls }) => starttls === word),
  mx: ({ domains }, word) => domains.some(({ mx }) => mx.kind === word),
  end: ({ endpoints }, word) => endpoints.some(({ end }) => end === word),
  class: ({ endpoints }, word) => endpoints.some((endpoint) => classOf(endpoint) === word),
  failure: ({ domains, endpoints }, word) =>
    endpoints.some(({ failure }) => failure?.code === word) ||
    domains.some(({ mx }) => mx.failure?.code === word),
  problem: ({ endpoints }, word) =>
    endpoints.some(({ problems }) => problems?.some((problem) => problem === word)),
} satisfies Record<Place, (records: Records, word: string) => boolean>;

/** Whether a word stands at its place anywhere in a snapshot. */
export function isFound({ place, word }: PlacedWord, records: Records): boolean {
  return FIND[place](records, word);
}
