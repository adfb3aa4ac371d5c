import { describe, expect, it } from 'vitest';
import { gistOf, readTopic, wordDocumentOf } from '../../../src/commands/pages/word-pages.ts';
import { placedText, type PlacedWord } from '../../../src/model/records/word-places.ts';
import { wordsDocument } from '../../../src/report/explain/explain-document.ts';
import { TOPIC_NAMES } from '../../../src/report/explain/topics.ts';
import { sourceUrl } from '../../../src/report/explain/places.ts';
import { wholeText } from '../../../src/report/format/document-text.ts';
import type { Screen } from '../../../src/report/document/screen.ts';
import { PAINTED, PLAIN } from '../../screens.ts';
import { WORDS } from './word-markdown.ts';

function described(placed: PlacedWord, screen: Screen): string {
  return wholeText(wordDocumentOf(placed), screen);
}

describe('the page in a terminal', () => {
  it.each(['problem:expired', 'outcome:plaintext', 'failure:nxdomain'])('%s', async (name) => {
    const placed = WORDS.find((each) => placedText(each) === name);
    if (placed === undefined) throw new Error(`${name} is not a word`);
    const file = `expected/explain-${name.replace(':', '-')}.txt`;
    await expect(described(placed, PLAIN)).toMatchFileSnapshot(file);
  });

  it('is the same text with colours', () => {
    const placed = { place: 'problem', word: 'weak-key' } as const;
    const painted = described(placed, PAINTED);
    expect(painted).toContain('\x1b[');
    expect(painted.replace(/\x1b\[\d+m/gu, '')).toBe(described(placed, PLAIN));
  });

  it('of all words is a list by place', async () => {
    const topics = TOPIC_NAMES.map((name) => ({ name, gist: readTopic(name).gist }));
    const list = wordsDocument(gistOf, topics);
    await expect(wholeText(list, PLAIN)).toMatchFileSnapshot('expected/explain-all.txt');
  });
});

it.each([
  ['RFC 3207', 'https://www.rfc-editor.org/rfc/rfc3207'],
  ['RFC 5321 §4.5.3.2', 'https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.2'],
])('%s is read at %s', (source, url) => {
  expect(sourceUrl(source)).toBe(url);
});
