import {
  PLACES,
  placedText,
  wordsOf,
  type Place,
  type PlacedWord,
} from '../../../src/model/records/word-places.ts';
import { wrap } from '../../../src/report/format/layout.ts';
import { PLACE_TITLES, pageOf, sourceUrl } from '../../../src/report/explain/pages.ts';
import { settingOf, type SettingId } from '../../../src/report/explain/settings.ts';

/** The file of a word in docs/words. */
export function fileOf({ place, word }: PlacedWord): string {
  return `${place}-${word}.md`;
}

/** Every word of the format with its place. */
export const WORDS: readonly PlacedWord[] = PLACES.flatMap(wordsAt);

function wordsAt(place: Place): PlacedWord[] {
  return wordsOf(place).map((word) => ({ place, word }));
}

/** The page of a word as it stands in docs/words. */
export function wordMarkdown(placed: PlacedWord): string {
  const { gist, means, matters, cause, advice, settings = [], sources = [] } = pageOf(placed);
  const { title, key } = PLACE_TITLES[placed.place];
  const name = placedText(placed);
  return blocks([
    `# \`${name}\`: ${gist}`,
    paragraph(`One of the words for ${title}, found at ${keysOf(key)} of a snapshot.`),
    paragraph(linked(means, placed)),
    '## Why it matters',
    paragraph(linked(matters, placed)),
    '## The usual cause',
    paragraph(linked(cause, placed)),
    '## What to do',
    paragraph(linked(advice, placed)),
    ...settings.flatMap(settingBlocks),
    ...(sources.length === 0 ? [] : ['## Laid down in', sources.map(sourceLine).join('\n')]),
    paragraph(`[All words](README.md). In a terminal: \`mxtls explain ${name}\`.`),
  ]);
}

/** The index of docs/words. */
export function indexMarkdown(): string {
  const groups = PLACES.flatMap((place) => {
    const { title, key } = PLACE_TITLES[place];
    const lines = wordsAt(place).map(
      (placed) => `- [\`${placed.word}\`](${fileOf(placed)}): ${pageOf(placed).gist}`,
    );
    return [`## ${place}: ${title}`, keysOf(key), lines.join('\n')];
  });
  return blocks([
    '# The words of `mxtls/1`',
    paragraph(
      'Each word of the snapshot format has a page: what it means, why it matters for mail, the usual cause, what to do. `mxtls explain` prints the same in a terminal. Settings of mail servers are marked as tried where a test of mxtls puts them into the configuration of the real server, and sees that what they shall cure is there before and gone after; all others are marked as not tried.',
    ),
    ...groups,
  ]);
}

function blocks(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

function paragraph(text: string): string {
  return wrap(text, '', 0).join('\n');
}

function keysOf(key: string): string {
  return key
    .split(', ')
    .map((each) => `\`${each}\``)
    .join(', ');
}

/** A word in backquotes leads to its page; that of the page itself leads nowhere. */
function linked(text: string, here: PlacedWord): string {
  return text.replace(/`([a-z]+:[A-Za-z0-9.-]+)`/gu, (quoted, name: string) => {
    const target = WORDS.find((placed) => placedText(placed) === name);
    return target === undefined || name === placedText(here)
      ? quoted
      : `[${quoted}](${fileOf(target)})`;
  });
}

function settingBlocks(id: SettingId): string[] {
  const { where, on, lines, hint } = settingOf(id);
  const tried = on === null ? 'not tried' : `tried on ${on}`;
  return [`**${where}** (${tried}):`, ['```text', ...lines, '```'].join('\n'), paragraph(hint)];
}

function sourceLine(source: string): string {
  return `- [${source}](${sourceUrl(source)})`;
}
