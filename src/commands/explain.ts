import { Option, type Command } from 'commander';
import { nearestWord } from '../model/text/nearest-word.ts';
import { shownText } from '../model/text/shown-text.ts';
import { PLACES, placedText, wordsOf } from '../model/records/word-places.ts';
import { makePalette } from '../report/document/palette.ts';
import type { Document } from '../report/document/document.ts';
import type { Screen } from '../report/document/screen.ts';
import {
  gistTable,
  placeDocument,
  topicTable,
  wordsDocument,
  type TopicGist,
} from '../report/explain/explain-document.ts';
import { findPage, type PageQuery } from '../report/explain/find-page.ts';
import { TOPIC_NAMES, TOPICS_BY_NAME, type TopicName } from '../report/explain/topics.ts';
import { DOCUMENT_FORMAT_NAMES, type DocumentFormatName } from '../report/format/formats.ts';
import { tableLines } from '../report/format/table-text.ts';
import { printDocument } from './pages/print-document.ts';
import { USUAL_WIDTH } from './terminal/screen.ts';
import type { Output } from './terminal/output.ts';
import { Stop } from './terminal/stop.ts';
import { gistOf, readTopic, topicDocumentOf, wordDocumentOf } from './pages/word-pages.ts';

/** What a message is written for. */
const MESSAGE: Screen = { palette: makePalette(false), width: USUAL_WIDTH, signs: 'ascii' };

/** Describes `mxtls explain` to the command-line parser. */
export function explainCommand(command: Command, output: Output): void {
  command
    .argument(
      '[word]',
      "as 'expired', with its place as 'level:none', a place as 'level', or a term as 'DANE'; none lists them all",
    )
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(DOCUMENT_FORMAT_NAMES)
        .default('text'),
    )
    .action((word: string | undefined) => {
      const { format } = command.opts<{ format: DocumentFormatName }>();
      return printDocument(explained(word), format, output);
    });
}

/**
 * `mxtls explain`: the page of a word, of a place or of a term; without a word, the list of all.
 * Throws a Stop with status 2 for an unknown word, and for an ambiguous one with its meanings.
 */
function explained(text: string | undefined): Document {
  if (text === undefined) return wordsDocument(gistOf, TOPIC_NAMES.map(topicGist));
  const found = findPage(text);
  switch (found.kind) {
    case 'word':
      return wordDocumentOf(found);
    case 'topic':
      return topicDocumentOf(found.topic);
    case 'place':
      return placeDocument(found.place, gistOf);
    case 'ambiguous':
      throw new Stop(2, ambiguous(text, found));
    case 'unknown':
      throw new Stop(2, unknown(text));
  }
}

function topicGist(name: TopicName): TopicGist {
  return { name, gist: readTopic(name).gist };
}

function ambiguous(
  text: string,
  { words, topic }: Extract<PageQuery, { kind: 'ambiguous' }>,
): string {
  const message = `"${shownText(text)}" has more than one meaning; choose one of these:`;
  const term = topic === null ? [] : tableLines(topicTable([topicGist(topic)]), MESSAGE);
  return [message, ...tableLines(gistTable(words, placedText, gistOf), MESSAGE), ...term].join(
    '\n',
  );
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
