import type { Command } from 'commander';
import { nearestWord } from '../model/text/nearest-word.ts';
import { shownText } from '../model/text/shown-text.ts';
import {
  parseWord,
  PLACES,
  placedText,
  wordsOf,
  type PlacedWord,
} from '../model/records/word-places.ts';
import { USUAL_WIDTH } from './terminal/screen.ts';
import { describeWord, describeWords, gistLines } from '../report/explain/explain.ts';
import type { Output } from './terminal/output.ts';
import { Stop } from './terminal/stop.ts';
import { readPage, readSetting } from './word-pages.ts';

/** Describes `mxtls explain` to the command-line parser. */
export function explainCommand(command: Command, output: Output): void {
  command
    .argument('[word]', "as 'expired', or with its place as 'level:none'; none lists them all")
    .action((word: string | undefined) => {
      explain(word, output);
    });
}

/**
 * `mxtls explain`: prints the page of a word; without a word, the list of all words.
 * Throws a Stop with status 2 for an unknown word, and for an ambiguous one with its meanings.
 */
function explain(text: string | undefined, output: Output): void {
  const { screen } = output;
  if (text === undefined) {
    output.result(describeWords(gistOf, screen));
    return;
  }
  const placed = placedWord(text);
  const page = readPage(placed);
  output.result(describeWord(placed, page, page.settings.map(readSetting), screen));
}

function gistOf(placed: PlacedWord): string {
  return readPage(placed).gist;
}

function placedWord(text: string): PlacedWord {
  const query = parseWord(text, PLACES);
  switch (query.kind) {
    case 'word':
      return query;
    case 'ambiguous':
      throw new Stop(2, ambiguous(text, query.choices));
    case 'unknown':
      throw new Stop(2, unknown(text));
  }
}

function ambiguous(text: string, choices: readonly PlacedWord[]): string {
  const message = `"${shownText(text)}" has more than one meaning; choose one of these:`;
  return [message, ...gistLines(choices, placedText, gistOf, USUAL_WIDTH)].join('\n');
}

function unknown(text: string): string {
  const words = PLACES.flatMap((place) =>
    wordsOf(place).flatMap((word) => [word, placedText({ place, word })]),
  );
  const nearest = nearestWord(text, words);
  const advice =
    nearest === null ? "'mxtls explain' lists all words" : `did you mean "${nearest}"?`;
  return `"${shownText(text)}" is not a word of the format mxtls/1; ${advice}`;
}
