import {
  PLACES,
  placedText,
  wordsOf,
  type Place,
  type PlacedWord,
} from '../../model/records/word-places.ts';
import {
  plainCell,
  type Block,
  type Document,
  type Item,
  type Section,
  type Table,
} from '../document/document.ts';
import { pageName } from '../document/link.ts';
import { capital } from '../format/layout.ts';
import {
  HEADINGS,
  TOPIC_HEADINGS,
  topicName,
  type Page,
  type Setting,
  type Topic,
} from './page.ts';
import { PLACE_TITLES, sourceUrl } from './places.ts';

/** Returns the gist of a word, which is part of its page. */
export type GistOf = (placed: PlacedWord) => string;

/** The page of a word, with the settings that it names. */
export function wordDocument(
  placed: PlacedWord,
  page: Page,
  settings: readonly Setting[],
): Document {
  const { title, key } = PLACE_TITLES[placed.place];
  const about = (Object.keys(HEADINGS) as (keyof typeof HEADINGS)[]).map((each): Section => ({
    title: HEADINGS[each],
    blocks: [
      { kind: 'prose', text: page[each] },
      ...(each === 'advice' ? settings.flatMap(settingBlocks) : []),
    ],
  }));
  return {
    title: `${placedText(placed)}: ${page.gist}`,
    notes: [capital(title)],
    warning: null,
    sections: [
      ...about,
      sourceSection(page.sources),
      { title: 'In a snapshot', blocks: [{ kind: 'prose', text: inCode(key) }] },
    ],
  };
}

/** The page of a topic. */
export function topicDocument(name: string, topic: Topic, gistOf: GistOf): Document {
  const about = (Object.keys(TOPIC_HEADINGS) as (keyof typeof TOPIC_HEADINGS)[]).map(
    (each): Section => ({
      title: TOPIC_HEADINGS[each],
      blocks: [{ kind: 'prose', text: topic[each] }],
    }),
  );
  const next = gistTable(topic.words, placedText, gistOf);
  return {
    title: `${name}: ${topic.gist}`,
    notes: [],
    warning: null,
    sections: [
      ...about,
      { title: 'Words to read next', blocks: [next] },
      sourceSection(topic.sources),
    ],
  };
}

/** Every word of the format with its gist, by place, then the topics. */
export function wordsDocument(gistOf: GistOf, topics: readonly TopicGist[]): Document {
  return {
    title: 'The words of mxtls/1',
    notes: ["'mxtls explain WORD' prints the page of a word."],
    warning: null,
    sections: [
      ...PLACES.map((place) => placeSection(place, gistOf)),
      { title: 'Terms of the field', blocks: [topicTable(topics)] },
    ],
  };
}

/** The words of a place with their gists. */
export function placeDocument(place: Place, gistOf: GistOf): Document {
  const { title, blocks } = placeSection(place, gistOf);
  return {
    title: title ?? place,
    notes: [`'mxtls explain ${place}:WORD' prints the page of a word.`],
    warning: null,
    sections: [{ title: null, blocks }],
  };
}

/** What a document says below its title, for a page that it is a part of. */
export function partsOf({ notes, sections }: Document): Block[] {
  return [
    ...notes.map((text): Block => ({ kind: 'line', text })),
    ...[...sections].flatMap(({ title, blocks }): Block[] =>
      title === null || blocks.length === 0
        ? blocks
        : [{ kind: 'heading', text: title }, ...blocks],
    ),
  ];
}

/** The name of a topic and its gist. */
export interface TopicGist {
  name: string;
  gist: string;
}

/** Topics with their gists. */
export function topicTable(topics: readonly TopicGist[]): Table {
  return pairTable(
    ['Term', 'Meaning'],
    topics.map(({ name, gist }) => [
      { ...plainCell(name), link: { kind: 'word', page: topicName(name) } },
      plainCell(gist),
    ]),
  );
}

/** Words with their gists. @param name what a word is called there: with its place or without. */
export function gistTable(
  words: readonly PlacedWord[],
  name: (placed: PlacedWord) => string,
  gistOf: GistOf,
): Table {
  return pairTable(
    ['Word', 'Meaning'],
    words.map((placed) => [
      { ...plainCell(name(placed)), link: { kind: 'word', page: pageName(placed) } },
      plainCell(gistOf(placed)),
    ]),
  );
}

function pairTable(titles: readonly [string, string], rows: Table['rows']): Table {
  const columns = titles.map((title) => ({ title, align: 'left' as const }));
  return { kind: 'table', bare: true, columns, rows };
}

function placeSection(place: Place, gistOf: GistOf): Section {
  const { title, key } = PLACE_TITLES[place];
  const words = wordsOf(place).map((word) => ({ place, word }));
  return {
    title: `${place}: ${title}`,
    id: place,
    blocks: [
      { kind: 'prose', text: `${inCode(key)}:` },
      gistTable(words, ({ word }) => word, gistOf),
    ],
  };
}

/** Keys of a snapshot as prose has them. */
function inCode(keys: string): string {
  return keys.replace(/[^, ]+/g, '`$&`');
}

/** A setting as a document shows it: where it belongs, its lines, and what else to know. */
export function settingBlocks({ where, trial, lines, hint }: Setting): Block[] {
  const tried = trial === null ? 'not tried' : `tried on ${trial}`;
  return [
    { kind: 'heading', text: `${where} (${tried})`, paint: trial === null ? 'warn' : 'good' },
    { kind: 'code', lines },
    { kind: 'prose', text: capital(hint) },
  ];
}

function sourceSection(sources: readonly string[]): Section {
  const items = sources.map((source): Item => {
    const href = sourceUrl(source);
    return { name: source, text: href, link: { kind: 'web', href }, below: [] };
  });
  return { title: 'References', blocks: items.length === 0 ? [] : [{ kind: 'list', items }] };
}
