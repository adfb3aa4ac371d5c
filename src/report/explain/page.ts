import { parseWord, PLACES, type PlacedWord } from '../../model/records/word-places.ts';
import { pageName } from '../document/link.ts';
import { TOPIC_NAMES, type TopicName } from './topics.ts';

/** The headings of the sections of a page, in their order: the same in the file and in a terminal. */
export const HEADINGS = {
  means: 'What it means',
  matters: 'Why it matters',
  cause: 'The usual cause',
  advice: 'What to do',
} as const;

/** A section of a page. Its text is one paragraph, with code and words such as `problem:expired` in backquotes. */
export type Section = keyof typeof HEADINGS;

/** What a word of the format means and what follows from it: a file of docs/words. */
export interface Page extends Record<Section, string> {
  /** One line for a list. */
  gist: string;
  /** The names of the settings that do what the advice says. */
  settings: readonly string[];
  /** The RFCs that define it: `RFC 3207 §4`. */
  sources: readonly string[];
}

/** What to write into the configuration of a server: a file of docs/words/settings. */
export interface Setting {
  /** The server, and where the lines belong: `Postfix, main.cf`. */
  where: string;
  /** The server on which a test tried it; null if it was not tried. */
  trial: string | null;
  lines: readonly string[];
  /** What else the operator must do or know, in a few sentences. */
  hint: string;
}

/** The file of a word, from docs/words. */
export function pageFile(placed: PlacedWord): string {
  return `${pageName(placed)}.md`;
}

/** The name of the page of a topic, as links have it. */
export function topicName(name: string): string {
  return `topics/${name}`;
}

/** Whose page a name is; null where there is no such page. */
export function pageOf(name: string): PlacedWord | TopicName | null {
  const query = parseWord(name.replace('-', ':'), PLACES);
  if (query.kind === 'word' && pageName(query) === name) return query;
  return TOPIC_NAMES.find((each) => topicName(each) === name) ?? null;
}

/** The file of a setting, from docs/words. */
export function settingFile(name: string): string {
  return `settings/${name}.md`;
}

/** The headings of the sections of a topic, in their order. */
export const TOPIC_HEADINGS = {
  is: 'What it is',
  matters: 'Why it matters',
  asked: 'What mxtls asks',
} as const;

/** What a term of the field means, which is no word of the format: a file of docs/words/topics. */
export interface Topic extends Record<keyof typeof TOPIC_HEADINGS, string> {
  gist: string;
  /** Words of the format to read next, with their places. */
  words: readonly PlacedWord[];
  sources: readonly string[];
}

/** The file of a topic, from docs/words. */
export function topicFile(name: string): string {
  return `${topicName(name)}.md`;
}
