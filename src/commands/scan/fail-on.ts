import { FOUND_PLACES, isFound, type FoundPlace } from '../../judge/found-words.ts';
import type { Snapshot } from '../../model/records/snapshot.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { parseWord, placedText, type PlacedWord } from '../../model/records/word-places.ts';
import { Stop } from '../terminal/stop.ts';

/** Reads the words of --fail-on. Throws a Stop with status 2 for an unknown word, and for an ambiguous one with the choices. */
export function parseFailOn(texts: readonly string[]): PlacedWord<FoundPlace>[] {
  return texts.map((text) => {
    const query = parseWord(text, FOUND_PLACES);
    const shown = `--fail-on "${shownText(text)}"`;
    switch (query.kind) {
      case 'word':
        return query;
      case 'ambiguous':
        throw new Stop(
          2,
          `${shown} stands in more than one place: ${query.choices.map(placedText).join(' or ')}?`,
        );
      case 'unknown':
        throw new Stop(
          2,
          `${shown} is not a word of the format mxtls/1, such as level:none or expired`,
        );
    }
  });
}

/** The words of --fail-on that a snapshot has, as `level:none`. */
export function foundWords(
  words: readonly PlacedWord<FoundPlace>[],
  snapshot: Pick<Snapshot, 'domains' | 'endpoints'>,
): string[] {
  return words
    .filter((word) => isFound(word, snapshot))
    .map(({ place, word }) => `${place}:${word}`);
}
