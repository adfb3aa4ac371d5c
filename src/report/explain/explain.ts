import {
  PLACES,
  placedText,
  wordsOf,
  type Place,
  type PlacedWord,
} from '../../model/records/word-places.ts';
import { capital, columns, padded, wrap } from '../format/layout.ts';
import {
  HEADINGS,
  TOPIC_HEADINGS,
  type Page,
  type Section,
  type Setting,
  type Topic,
} from './page.ts';
import { PLACE_TITLES, sourceUrl } from './places.ts';
import type { Palette } from '../document/palette.ts';
import type { Screen } from '../document/screen.ts';

/** Returns the gist of a word, which is part of its page. */
export type GistOf = (placed: PlacedWord) => string;

/** The page of a word for a terminal, with the settings that it names. */
export function describeWord(
  placed: PlacedWord,
  page: Page,
  settings: readonly Setting[],
  { palette, width }: Screen,
): string {
  const { title, key } = PLACE_TITLES[placed.place];
  const section = (each: Section): string[] => [
    palette.strong(HEADINGS[each]),
    ...wrap(page[each], '  ', 2, width),
  ];
  const sections = [
    [
      ...wrap(`${palette.strong(placedText(placed))}: ${page.gist}`, '', 2, width),
      ...wrap(`${title} (${key})`, '', 0, width),
    ],
    section('means'),
    section('matters'),
    section('cause'),
    section('advice'),
    ...settings.map((setting) => settingLines(setting, palette, width)),
    ...(page.sources.length === 0 ? [] : [sourceLines(page.sources, palette, width)]),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The page of a topic for a terminal. */
export function describeTopic(
  name: string,
  topic: Topic,
  gistOf: GistOf,
  { palette, width }: Screen,
): string {
  const keys = Object.keys(TOPIC_HEADINGS) as (keyof typeof TOPIC_HEADINGS)[];
  const sections = [
    wrap(`${palette.strong(name)}: ${topic.gist}`, '', 2, width),
    ...keys.map((key) => [
      palette.strong(TOPIC_HEADINGS[key]),
      ...wrap(topic[key], '  ', 2, width),
    ]),
    [palette.strong('Words to read next'), ...gistLines(topic.words, placedText, gistOf, width)],
    sourceLines(topic.sources, palette, width),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Every word of the format with its gist, by place, then the topics. */
export function describeWords(
  gistOf: GistOf,
  topics: readonly TopicGist[],
  screen: Screen,
): string {
  const groups = [
    ...PLACES.map((place) => placeLines(place, gistOf, screen)),
    [screen.palette.strong('Terms of the field'), ...topicLines(topics, screen.width)],
  ];
  return `${groups.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The words of a place with their gists. */
export function describePlace(place: Place, gistOf: GistOf, screen: Screen): string {
  const hint = `'mxtls explain ${place}:WORD' prints the page of a word.`;
  const lines = [...placeLines(place, gistOf, screen), '', ...wrap(hint, '', 0, screen.width)];
  return `${lines.join('\n')}\n`;
}

/** The name of a topic and its gist. */
export interface TopicGist {
  name: string;
  gist: string;
}

/** Topics with their gists, one on each line, aligned. */
export function topicLines(topics: readonly TopicGist[], width: number): string[] {
  const names = Math.max(...topics.map(({ name }) => columns(name)));
  return topics.flatMap(({ name, gist }) =>
    wrap(gist, `  ${padded(name, names)}  `, names + 4, width),
  );
}

/** Words with their gists, one on each line, aligned. */
export function gistLines(
  words: readonly PlacedWord[],
  name: (placed: PlacedWord) => string,
  gistOf: GistOf,
  width: number,
): string[] {
  const names = Math.max(...words.map((placed) => columns(name(placed))));
  return words.flatMap((placed) =>
    wrap(gistOf(placed), `  ${padded(name(placed), names)}  `, names + 4, width),
  );
}

function placeLines(place: Place, gistOf: GistOf, { palette, width }: Screen): string[] {
  const { title, key } = PLACE_TITLES[place];
  const words = wordsOf(place).map((word) => ({ place, word }));
  return [
    ...wrap(`${palette.strong(place)}: ${title} ${palette.faint(`(${key})`)}`, '', 2, width),
    ...gistLines(words, ({ word }) => word, gistOf, width),
  ];
}

function settingLines(
  { where, trial, lines, hint }: Setting,
  palette: Palette,
  width: number,
): string[] {
  const tried = trial === null ? palette.warn('not tried') : palette.good(`tried on ${trial}`);
  return [
    ...wrap(`${where} (${tried})`, '  ', 4, width),
    ...lines.map((line) => `      ${line}`),
    ...wrap(capital(hint), '    ', 4, width),
  ];
}

function sourceLines(sources: readonly string[], palette: Palette, width: number): string[] {
  const names = Math.max(...sources.map(columns));
  const lines = sources.flatMap((source) =>
    wrap(palette.faint(sourceUrl(source)), `  ${padded(source, names)}  `, names + 4, width),
  );
  return [palette.strong('References'), ...lines];
}
