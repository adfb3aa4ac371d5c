import type { Command } from 'commander';
import { nearestWord } from '../model/text/nearest-word.ts';
import { shownText } from '../model/text/shown-text.ts';
import { PLACES, placedText, wordsOf, type PlacedWord } from '../model/records/word-places.ts';
import {
  describePlace,
  describeTopic,
  describeWord,
  describeWords,
  gistLines,
  topicLines,
  type TopicGist,
} from '../report/explain/explain.ts';
import { findPage, type PageQuery } from '../report/explain/find-page.ts';
import { TOPIC_NAMES, TOPICS_BY_NAME, type TopicName } from '../report/explain/topics.ts';
import { USUAL_WIDTH } from './terminal/screen.ts';
import type { Output } from './terminal/output.ts';
import { Stop } from './terminal/stop.ts';
import { readPage, readSetting, readTopic } from './word-pages.ts';

/** Describes `mxtls explain` to the command-line parser. */
export function explainCommand(command: Command, output: Output): void {
  command
    .argument(
      '[word]',
      "as 'expired', with its place as 'level:none', a place as 'level', or a term as 'DANE'; none lists them all",
    )
    .action((word: string | undefined) => {
      output.result(explain(word, output));
    });
}

/**
 * `mxtls explain`: the page of a word, of a place or of a term; without a word, the list of all.
 * Throws a Stop with status 2 for an unknown word, and for an ambiguous one with its meanings.
 */
function explain(text: string | undefined, { screen }: Output): string {
  if (text === undefined) return describeWords(gistOf, TOPIC_NAMES.map(topicGist), screen);
  const found = findPage(text);
  switch (found.kind) {
    case 'word': {
      const page = readPage(found);
      return describeWord(found, page, page.settings.map(readSetting), screen);
    }
    case 'topic':
      return describeTopic(found.topic, readTopic(found.topic), gistOf, screen);
    case 'place':
      return describePlace(found.place, gistOf, screen);
    case 'ambiguous':
      throw new Stop(2, ambiguous(text, found));
    case 'unknown':
      throw new Stop(2, unknown(text));
  }
}

function gistOf(placed: PlacedWord): string {
  return readPage(placed).gist;
}

function topicGist(name: TopicName): TopicGist {
  return { name, gist: readTopic(name).gist };
}

function ambiguous(
  text: string,
  { words, topic }: Extract<PageQuery, { kind: 'ambiguous' }>,
): string {
  const message = `"${shownText(text)}" has more than one meaning; choose one of these:`;
  const term = topic === null ? [] : topicLines([topicGist(topic)], USUAL_WIDTH);
  return [message, ...gistLines(words, placedText, gistOf, USUAL_WIDTH), ...term].join('\n');
}

function unknown(text: string): string {
  const words = PLACES.flatMap((place) =>
    wordsOf(place).flatMap((word) => [word, placedText({ place, word })]),
  );
  const names = [...words, ...PLACES, ...TOPICS_BY_NAME.map(([name]) => name)];
  const nearest = nearestWord(text, names);
  const advice =
    nearest === null ? "'mxtls explain' lists all words" : `did you mean "${nearest}"?`;
  return `"${shownText(text)}" is not a word of the format mxtls/1; ${advice}`;
}
