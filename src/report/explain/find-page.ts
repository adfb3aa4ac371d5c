import { PLACES, wordsOf, type Place, type PlacedWord } from '../../model/records/word-places.ts';
import { TOPICS_BY_NAME, type TopicName } from './topics.ts';

/** What a text names: a word, a term, or a place with all its words. `ambiguous`: several words, and perhaps a term. */
export type PageQuery =
  | ({ kind: 'word' } & PlacedWord)
  | { kind: 'topic'; topic: TopicName }
  | { kind: 'place'; place: Place }
  | { kind: 'ambiguous'; words: readonly PlacedWord[]; topic: TopicName | null }
  | { kind: 'unknown' };

/**
 * Finds the page that a text names. What is written exactly so wins over what differs in case, so that `DANE` is the term
 * and `dane` the place. Where a word is also a term but for its case, it is ambiguous.
 */
export function findPage(text: string): PageQuery {
  for (const equal of [exactly, whateverCase]) {
    const words = wordsNamed(text, equal);
    const topic = topicNamed(text, words.length > 0 ? whateverCase : equal);
    const [word] = words;
    if (word !== undefined) {
      const isOne = words.length === 1 && topic === null;
      return isOne ? { kind: 'word', ...word } : { kind: 'ambiguous', words, topic };
    }
    if (topic !== null) return { kind: 'topic', topic };
    const place = PLACES.find((each) => equal(each, text) || equal(`${each}:`, text));
    if (place !== undefined) return { kind: 'place', place };
  }
  return { kind: 'unknown' };
}

type Equal = (known: string, text: string) => boolean;

function exactly(known: string, text: string): boolean {
  return known === text;
}

function whateverCase(known: string, text: string): boolean {
  return known.toLowerCase() === text.toLowerCase();
}

function wordsNamed(text: string, equal: Equal): PlacedWord[] {
  return PLACES.flatMap((place) =>
    wordsOf(place)
      .filter((word) => equal(word, text) || equal(`${place}:${word}`, text))
      .map((word) => ({ place, word })),
  );
}

function topicNamed(text: string, equal: Equal): TopicName | null {
  return TOPICS_BY_NAME.find(([name]) => equal(name, text))?.[1] ?? null;
}
