import { placedText, type PlacedWord } from '../../model/records/word-places.ts';
import type { Document } from '../../report/document/document.ts';
import { topicDocument, wordDocument } from '../../report/explain/explain-document.ts';
import { PageError } from '../../report/explain/page-lines.ts';
import {
  pageFile,
  pageOf,
  settingFile,
  topicFile,
  type Page,
  type Setting,
  type Topic,
} from '../../report/explain/page.ts';
import { parsePage, parseSetting, parseTopic } from '../../report/explain/parse-page.ts';
import type { TopicName } from '../../report/explain/topics.ts';
import { readWordFile } from '../../store/words/read-word-file.ts';
import { Stop } from '../terminal/stop.ts';

/** Reads the page of a word of the format. Throws a Stop that names file and line if it cannot be read. */
export function readPage(placed: PlacedWord): Page {
  return readParsed(pageFile(placed), (text) => parsePage(text, placedText(placed)));
}

/** Reads a setting that a page names. Throws a Stop that names file and line if it cannot be read. */
export function readSetting(name: string): Setting {
  return readParsed(settingFile(name), (text) => parseSetting(text, name));
}

/** Reads the page of a topic. Throws a Stop that names file and line if it cannot be read. */
export function readTopic(name: TopicName): Topic {
  return readParsed(topicFile(name), (text) => parseTopic(text, name));
}

/** The document of a word. Throws a Stop as {@link readPage} does. */
export function wordDocumentOf(placed: PlacedWord): Document {
  const page = readPage(placed);
  return wordDocument(placed, page, page.settings.map(readSetting));
}

/** The document of a topic. Throws a Stop as {@link readPage} does. */
export function topicDocumentOf(name: TopicName): Document {
  return topicDocument(name, readTopic(name), gistOf);
}

/** The document of the page that a link names: `problem-expired`, `topics/DANE`; null where there is none. */
export function linkedDocument(name: string): Document | null {
  const page = pageOf(name);
  if (page === null) return null;
  return typeof page === 'string' ? topicDocumentOf(page) : wordDocumentOf(page);
}

/** What a word means, in one line. Throws a Stop as {@link readPage} does. */
export function gistOf(placed: PlacedWord): string {
  return readPage(placed).gist;
}

function readParsed<T>(name: string, parse: (text: string) => T): T {
  const read = readWordFile(name);
  if (read.kind === 'unreadable') throw new Stop(2, read.message);
  try {
    return parse(read.text);
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    throw new Stop(2, `${read.file}:${error.line}: ${error.message}`);
  }
}
