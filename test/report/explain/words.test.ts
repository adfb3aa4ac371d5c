import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPage, readSetting, wordDocumentOf } from '../../../src/commands/pages/word-pages.ts';
import { snapshotJsonSchema } from '../../../src/model/records/json-schema.ts';
import { placedText, WORD_PLACES } from '../../../src/model/records/word-places.ts';
import { wholeText } from '../../../src/report/format/document-text.ts';
import { HEADINGS, pageFile, type Section } from '../../../src/report/explain/page.ts';
import { PLACE_TITLES } from '../../../src/report/explain/places.ts';
import { columns } from '../../../src/report/format/layout.ts';
import { PLAIN } from '../../screens.ts';
import { DOCS, indexMarkdown, SETTINGS, wordFooter, WORDS } from './word-markdown.ts';

const SECTIONS = Object.keys(HEADINGS) as Section[];

/** Values that the schema enumerates and that need no page: the name of the format is not a word of it. */
const NO_WORDS = ['mxtls/1'];

/** All values of `enum` and `const` in a JSON Schema. */
function enumerated(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(enumerated);
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'const' && typeof value === 'string') return [value];
    if (key === 'enum' && Array.isArray(value)) return value.map(String);
    return enumerated(value);
  });
}

/** The text of a page with the links that its front matter requires. */
function withFooter(placed: (typeof WORDS)[number]): string {
  const text = readFileSync(join(DOCS, pageFile(placed)), 'utf8');
  const [front = '', body = ''] = text.split(/\n(?=---\n)/u);
  return `${front}\n${body.trimEnd()}\n\n${wordFooter(placed)}`;
}

describe('the words', () => {
  it('are all that the schema enumerates', () => {
    const known = new Set<string>(Object.values(WORD_PLACES).flat());
    const words = enumerated(snapshotJsonSchema()).filter((word) => !NO_WORDS.includes(word));
    expect(words.length).toBeGreaterThan(100);
    expect(words.filter((word) => !known.has(word))).toEqual([]);
  });

  it('have one page each in docs/words, and every page is a word', () => {
    const files = readdirSync(DOCS).sort();
    expect(files).toEqual([...WORDS.map(pageFile), 'README.md', 'settings', 'topics'].sort());
  });

  it('have file names that differ in more than their case', () => {
    const names = WORDS.map((placed) => pageFile(placed).toLowerCase());
    expect(new Set(names).size).toBe(WORDS.length);
  });
});

describe('docs/words (npx vitest run test/report/explain -u updates it)', () => {
  it('has the current links below each page', async () => {
    for (const placed of WORDS) {
      await expect(withFooter(placed)).toMatchFileSnapshot(join(DOCS, pageFile(placed)));
    }
  });

  it('has a current index', async () => {
    await expect(indexMarkdown()).toMatchFileSnapshot(join(DOCS, 'README.md'));
  });
});

describe('the settings', () => {
  it('are named by a page, and each name has a file', () => {
    const named = new Set(WORDS.flatMap((placed) => readPage(placed).settings));
    expect([...named].sort()).toEqual(SETTINGS);
  });

  it.each(SETTINGS)('%s has a hint in sentences', (name) => {
    expectSentences(readSetting(name).hint);
  });
});

/** Every text of a page. */
function textsOf(placed: (typeof WORDS)[number]): string[] {
  const page = readPage(placed);
  return [page.gist, ...SECTIONS.map((section) => page[section])];
}

function expectSentences(text: string): void {
  expect(text).toMatch(/^[A-Z`].*[.)]$/u);
  expect(text).not.toMatch(/ {2}|\n|’|TODO/u);
  expect(text.length).toBeLessThanOrEqual(480);
}

describe.each(WORDS.map((placed) => [placedText(placed), placed] as const))('%s', (_, placed) => {
  it('has texts to read: sentences, and a gist of one line', () => {
    const [gist = '', ...texts] = textsOf(placed);
    expect(gist).toMatch(/^\S.*[^ .]$/u);
    expect(gist.length).toBeLessThanOrEqual(80);
    for (const text of texts) expectSentences(text);
  });

  it('names only words that exist', () => {
    const places = new Set(Object.keys(PLACE_TITLES));
    const named = textsOf(placed)
      .flatMap((text) => [...text.matchAll(/`([a-z]+):([^`\s]+)`/gu)])
      .filter(([, place = '']) => places.has(place))
      .map(([, place, word]) => `${place ?? ''}:${word ?? ''}`);
    const known = new Set(WORDS.map(placedText));
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    expect(named).not.toContain(placedText(placed));
  });

  it('has links that lead to files, and a link at each other word', () => {
    const text = readFileSync(join(DOCS, pageFile(placed)), 'utf8');
    const links = [...text.matchAll(/\[([^\]]+)\]\((?!https:)([^)]+)\)/gu)];
    expect(links.filter(([, , file = '']) => !existsSync(join(DOCS, file)))).toEqual([]);
    for (const other of WORDS.filter((each) => each !== placed)) {
      const quoted = text.split(`\`${placedText(other)}\``).length - 1;
      const linked = text.split(`[\`${placedText(other)}\`](${pageFile(other)})`).length - 1;
      expect(linked, placedText(other)).toBe(quoted);
    }
  });

  it('fits a terminal', () => {
    const lines = wholeText(wordDocumentOf(placed), PLAIN).split('\n');
    expect(lines.filter((line) => columns(line) > 100)).toEqual([]);
  });
});
