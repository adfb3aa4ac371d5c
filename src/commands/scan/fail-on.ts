import { FOUND_PLACES, wordsIn, type FoundPlace } from '../../judge/found-words.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { parseWord, placedText, type PlacedWord } from '../../model/records/word-places.ts';
import { Stop } from '../terminal/stop.ts';

/**
 * Reads the words of --fail-on, or of another option. Throws a Stop with status 2 for an unknown word, and for an ambiguous one
 * with the choices.
 */
export function parseFailOn(
  texts: readonly string[],
  option = '--fail-on',
): PlacedWord<FoundPlace>[] {
  return texts.map((text) => {
    const query = parseWord(text, FOUND_PLACES);
    const shown = `${option} "${shownText(text)}"`;
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
  source: Pick<SnapshotSource, 'domains' | 'endpoints'>,
): string[] {
  return wordsIn(words, source).map(({ place, word }) => `${place}:${word}`);
}
