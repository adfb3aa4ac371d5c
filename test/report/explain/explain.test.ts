import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { snapshotJsonSchema } from '../../../src/model/records/json-schema.ts';
import { placedText, WORD_PLACES } from '../../../src/model/records/word-places.ts';
import { describeWord, describeWords } from '../../../src/report/explain/explain.ts';
import { columns } from '../../../src/report/format/layout.ts';
import { PLACE_TITLES, pageOf, sourceUrl } from '../../../src/report/explain/pages.ts';
import { settingOf } from '../../../src/report/explain/settings.ts';
import { makePalette } from '../../../src/report/format/palette.ts';
import { fileOf, indexMarkdown, wordMarkdown, WORDS } from './word-markdown.ts';

const plain = makePalette(false);
const DOCS = '../../../docs/words';

/** What an enumeration of the format may leave out of the pages: the name of the format is no word of it. */
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

describe('the words', () => {
  it('are all that the schema enumerates', () => {
    const known = new Set<string>(Object.values(WORD_PLACES).flat());
    const words = enumerated(snapshotJsonSchema()).filter((word) => !NO_WORDS.includes(word));
    expect(words.length).toBeGreaterThan(100);
    expect(words.filter((word) => !known.has(word))).toEqual([]);
  });

  it('have each a page of its own in docs/words, and nothing else is there', async () => {
    for (const placed of WORDS) {
      await expect(wordMarkdown(placed)).toMatchFileSnapshot(join(DOCS, fileOf(placed)));
    }
    await expect(indexMarkdown()).toMatchFileSnapshot(join(DOCS, 'README.md'));
    const files = readdirSync(join(import.meta.dirname, DOCS)).sort();
    expect(files).toEqual([...WORDS.map(fileOf), 'README.md'].sort());
  });

  it('have file names that differ in more than their case', () => {
    const names = WORDS.map((placed) => fileOf(placed).toLowerCase());
    expect(new Set(names).size).toBe(WORDS.length);
  });
});

/** Every text of a page and of its settings. */
function textsOf(placed: (typeof WORDS)[number]): string[] {
  const { gist, means, matters, cause, advice, settings = [] } = pageOf(placed);
  const hints = settings.map((id) => settingOf(id).hint);
  return [gist, means, matters, cause, advice, ...hints];
}

describe.each(WORDS.map((placed) => [placedText(placed), placed] as const))('%s', (_, placed) => {
  it('has texts to be read: sentences, and a gist of one line', () => {
    const [gist = '', ...texts] = textsOf(placed);
    expect(gist).toMatch(/^\S.*[^ .]$/u);
    expect(gist.length).toBeLessThanOrEqual(80);
    for (const text of texts) {
      expect(text).toMatch(/^[A-Z`].*[.)]$/u);
      expect(text).not.toMatch(/ {2}|\n|’|TODO/u);
      expect(text.length).toBeLessThanOrEqual(480);
    }
  });

  it('names only words that there are', () => {
    const places = new Set(Object.keys(PLACE_TITLES));
    const named = textsOf(placed)
      .flatMap((text) => [...text.matchAll(/`([a-z]+):([^`\s]+)`/gu)])
      .filter(([, place = '']) => places.has(place))
      .map(([, place, word]) => `${place ?? ''}:${word ?? ''}`);
    const known = new Set(WORDS.map(placedText));
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    expect(named).not.toContain(placedText(placed));
  });

  it('names RFCs in one way', () => {
    const { sources = [] } = pageOf(placed);
    for (const source of sources) expect(source).toMatch(/^RFC \d{4}(?: §\d+(?:\.\d+)*)?$/u);
    expect(new Set(sources).size).toBe(sources.length);
  });

  it('fits a terminal', () => {
    const lines = describeWord(placed, plain).split('\n');
    expect(lines.filter((line) => columns(line) > 100)).toEqual([]);
  });
});

describe('the page in a terminal', () => {
  it.each(['problem:expired', 'outcome:plaintext', 'failure:nxdomain'])('%s', async (name) => {
    const placed = WORDS.find((each) => placedText(each) === name);
    if (placed === undefined) throw new Error(`${name} is no word`);
    const file = `expected/explain-${name.replace(':', '-')}.txt`;
    await expect(describeWord(placed, plain)).toMatchFileSnapshot(file);
  });

  it('is the same text with colours', () => {
    const placed = { place: 'problem', word: 'weak-key' } as const;
    const painted = describeWord(placed, makePalette(true));
    expect(painted).toContain('\x1b[');
    expect(painted.replace(/\x1b\[\d+m/gu, '')).toBe(describeWord(placed, plain));
  });

  it('of all words is a list by place', async () => {
    await expect(describeWords(plain)).toMatchFileSnapshot('expected/explain-all.txt');
  });
});

it.each([
  ['RFC 3207', 'https://www.rfc-editor.org/rfc/rfc3207'],
  ['RFC 5321 §4.5.3.2', 'https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.2'],
])('%s is read at %s', (source, url) => {
  expect(sourceUrl(source)).toBe(url);
});

it('a word that is none has no page', () => {
  expect(() => pageOf({ place: 'level', word: 'constructor' })).toThrow('no page');
});
