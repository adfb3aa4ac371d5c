import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readPage, readSetting, readTopic } from '../../../src/commands/pages/word-pages.ts';
import {
  PLACES,
  placedText,
  wordsOf,
  type Place,
  type PlacedWord,
} from '../../../src/model/records/word-places.ts';
import { wrap } from '../../../src/report/format/layout.ts';
import { TOPIC_NAMES } from '../../../src/report/explain/topics.ts';
import { pageFile, settingFile, topicFile } from '../../../src/report/explain/page.ts';
import { PLACE_TITLES, sourceUrl } from '../../../src/report/explain/places.ts';

/** The folder of the pages. */
export const DOCS = join(import.meta.dirname, '../../../docs/words');

/** The names of all settings that have a file. */
export const SETTINGS: readonly string[] = readdirSync(join(DOCS, 'settings'))
  .map((file) => file.replace(/\.md$/u, ''))
  .sort();

/** Every word of the format with its place. */
export const WORDS: readonly PlacedWord[] = PLACES.flatMap(wordsAt);

function wordsAt(place: Place): PlacedWord[] {
  return wordsOf(place).map((word) => ({ place, word }));
}

/** The end of a page, for readers on the web: links to what its front matter names. */
export function wordFooter(placed: PlacedWord): string {
  const { settings, sources } = readPage(placed);
  const { title, key } = PLACE_TITLES[placed.place];
  return blocks([
    '---',
    ...(settings.length === 0 ? [] : ['Settings:', settings.map(settingLine).join('\n')]),
    ...(sources.length === 0 ? [] : ['References:', sources.map(sourceLine).join('\n')]),
    paragraph(`In a snapshot: ${keysOf(key)} (${title}).`),
    `[All words](README.md). In a terminal: \`mxtls explain ${placedText(placed)}\`.`,
  ]);
}

/** The index of docs/words. */
export function indexMarkdown(): string {
  const groups = PLACES.flatMap((place) => {
    const { title, key } = PLACE_TITLES[place];
    const lines = wordsAt(place).map(
      (placed) => `- [\`${placed.word}\`](${pageFile(placed)}): ${readPage(placed).gist}`,
    );
    return [`## ${place}: ${title}`, keysOf(key), lines.join('\n')];
  });
  return blocks([
    '# The words of `mxtls/1`',
    paragraph(
      'Each word of the snapshot format has a page: what it means, why it matters for mail, the usual cause, what to do. `mxtls explain` prints the same pages in a terminal: it reads these files.',
    ),
    paragraph(
      'To correct a page, edit its file. The lines at its top and the four sections are the page; each section is one paragraph. The links below the last `---` and this index are generated from them: `npx vitest run test/report/explain -u` writes both.',
    ),
    ...groups,
    '## Terms of the field',
    TOPIC_NAMES.map((name) => `- [${name}](${topicFile(name)}): ${readTopic(name).gist}`).join(
      '\n',
    ),
    '## Settings',
    paragraph(
      'The pages name these settings of servers. "Tried on" means that a test puts the lines into the configuration of the real server: the problem is there before, and gone after.',
    ),
    SETTINGS.map(settingLine).join('\n'),
  ]);
}

function blocks(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

function paragraph(text: string): string {
  return wrap(text, '', 0, 100).join('\n');
}

function keysOf(key: string): string {
  return key
    .split(', ')
    .map((each) => `\`${each}\``)
    .join(', ');
}

function settingLine(name: string): string {
  const { where, trial } = readSetting(name);
  const tried = trial === null ? 'not tried' : `tried on ${trial}`;
  return `- [${name}](${settingFile(name)}): ${where} (${tried})`;
}

function sourceLine(source: string): string {
  return `- [${source}](${sourceUrl(source)})`;
}
