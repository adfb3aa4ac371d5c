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
export const WORD_PLACES = {
  level: LEVELS,
  starttls: STARTTLS_WORDS,
  mx: MX_KINDS,
  end: ENDS,
  class: ENDPOINT_CLASSES,
  failure: FAILURE_CODES,
  problem: PROBLEMS,
} as const satisfies Record<string, readonly string[]>;
type Place = keyof typeof WORD_PLACES;

/** A word in full, `none` in `level:none`; or why it is none. `choices` are the full forms to choose from. */
export type WordQuery =
  | { kind: 'word'; place: Place; word: string }
  | { kind: 'ambiguous'; choices: string[] }
  | { kind: 'unknown' };

/** Reads a word of the format, with its place where it stands in more than one. */
export function parseWord(text: string): WordQuery {
  const [head = '', tail] = text.split(':', 2);
  const places = Object.entries(WORD_PLACES).filter(([place, words]) => {
    const listed: readonly string[] = words;
    return tail === undefined ? listed.includes(head) : place === head && listed.includes(tail);
  });
  const word = tail ?? head;
  if (places.length === 0) return { kind: 'unknown' };
  if (places.length > 1) {
    return { kind: 'ambiguous', choices: places.map(([place]) => `${place}:${word}`) };
  }
  return { kind: 'word', place: places[0]?.[0] as Place, word };
}

/** Whether a word of a place stands anywhere in a snapshot. */
export function isFound(
  { place, word }: { place: Place; word: string },
  { domains, endpoints }: Pick<Snapshot, 'domains' | 'endpoints'>,
): boolean {
  const FIND = {
    level: () => domains.some((each) => each.level === word),
    starttls: () => domains.some((each) => each.starttls === word),
    mx: () => domains.some((each) => each.mx.kind === word),
    end: () => endpoints.some((each) => each.end === word),
    class: () => endpoints.some((each) => classOf(each) === word),
    failure: () =>
      endpoints.some((each) => each.failure?.code === word) ||
      domains.some((each) => each.mx.failure?.code === word),
    problem: () => endpoints.some((each) => each.problems?.some((problem) => problem === word)),
  } satisfies Record<Place, () => boolean>;
  return FIND[place]();
}
