import {
  ANSWERS,
  DANE_VERDICTS,
  DECIDING_WORDS,
  DNSBL_STATES,
  DEGRADED_REASONS,
  DEPTHS,
  DNSSEC_WORDS,
  ENDPOINT_CLASSES,
  OUTCOMES,
  FAILURE_CODES,
  FAMILIES,
  HELLOS,
  LEVELS,
  MX_KINDS,
  NOTES,
  ONION_KINDS,
  PATH_OUTCOMES,
  POLICY_FITS,
  POLICY_STATES,
  PROBLEMS,
  SNI_ANSWERS,
  STAGES,
  STARTTLS_OFFERS,
  STARTTLS_WORDS,
  STS_MODES,
  SUITE_FAMILIES,
  TLS_VERSIONS,
} from './words.ts';

/** The places a word of the format can stand in, with the words that can stand there. */
export const WORD_PLACES = {
  level: LEVELS,
  starttls: STARTTLS_WORDS,
  mx: MX_KINDS,
  outcome: OUTCOMES,
  class: ENDPOINT_CLASSES,
  failure: FAILURE_CODES,
  stage: STAGES,
  hello: HELLOS,
  offer: STARTTLS_OFFERS,
  problem: PROBLEMS,
  path: PATH_OUTCOMES,
  version: TLS_VERSIONS,
  answer: ANSWERS,
  suite: SUITE_FAMILIES,
  sni: SNI_ANSWERS,
  note: NOTES,
  dnssec: DNSSEC_WORDS,
  dane: DANE_VERDICTS,
  policy: POLICY_STATES,
  sts: STS_MODES,
  fit: POLICY_FITS,
  onion: ONION_KINDS,
  dnsbl: DNSBL_STATES,
  decided: DECIDING_WORDS,
  degraded: DEGRADED_REASONS,
  depth: DEPTHS,
  family: FAMILIES,
} as const satisfies Record<string, readonly string[]>;
export type Place = keyof typeof WORD_PLACES;

/** All places, those that people ask for most first. */
export const PLACES = Object.keys(WORD_PLACES) as Place[];

/** A word of the format with its place, as `none` in `level:none`. */
export interface PlacedWord<P extends Place = Place> {
  place: P;
  word: string;
}

/** What a text says: a word; or why it is none. `choices` are the words it may mean. */
export type WordQuery<P extends Place = Place> =
  | ({ kind: 'word' } & PlacedWord<P>)
  | { kind: 'ambiguous'; choices: PlacedWord<P>[] }
  | { kind: 'unknown' };

/**
 * Reads a word of the format: `PLACE:WORD`, or the word alone where it stands in one of the places only.
 * @param places where to look for it.
 */
export function parseWord<P extends Place>(text: string, places: readonly P[]): WordQuery<P> {
  const colon = text.indexOf(':');
  const word = text.slice(colon + 1);
  const wanted = colon === -1 ? places : places.filter((place) => place === text.slice(0, colon));
  const found = wanted.filter((place) => wordsOf(place).includes(word));
  const [place, ...others] = found;
  if (place === undefined) return { kind: 'unknown' };
  if (others.length === 0) return { kind: 'word', place, word };
  return { kind: 'ambiguous', choices: found.map((each) => ({ place: each, word })) };
}

/** The words that can stand at a place, in their canonical order. */
export function wordsOf(place: Place): readonly string[] {
  return WORD_PLACES[place];
}

/** A word with its place as one text: `level:none`. */
export function placedText({ place, word }: PlacedWord): string {
  return `${place}:${word}`;
}
