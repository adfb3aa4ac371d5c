import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gistOf, readTopic, topicDocumentOf } from '../../../src/commands/pages/word-pages.ts';
import { PLACES } from '../../../src/model/records/word-places.ts';
import { placeDocument } from '../../../src/report/explain/explain-document.ts';
import { findPage } from '../../../src/report/explain/find-page.ts';
import { topicFile } from '../../../src/report/explain/page.ts';
import { parseTopic } from '../../../src/report/explain/parse-page.ts';
import { TOPIC_NAMES, TOPICS_BY_NAME } from '../../../src/report/explain/topics.ts';
import { wholeText } from '../../../src/report/format/document-text.ts';
import { columns } from '../../../src/report/format/layout.ts';
import { PLAIN } from '../../screens.ts';
import { DOCS } from './word-markdown.ts';

/** What a text leads to, in short. */
function named(text: string): string {
  const found = findPage(text);
  switch (found.kind) {
    case 'word':
      return `${found.place}:${found.word}`;
    case 'topic':
      return `term ${found.topic}`;
    case 'place':
      return `place ${found.place}`;
    case 'ambiguous':
      return [...found.words.map(({ place }) => place), found.topic ?? '-'].join(' or ');
    case 'unknown':
      return 'unknown';
  }
}

describe('a text names', () => {
  it.each([
    ['expired', 'problem:expired'],
    ['EXPIRED', 'problem:expired'],
    ['Problem:Expired', 'problem:expired'],
    ['TLSv1.3', 'version:TLSv1.3'],
    ['tlsv1.3', 'version:TLSv1.3'],
    ['tls', 'outcome or class or TLS'],
    ['TLS', 'term TLS'],
    ['DANE', 'term DANE'],
    ['dane', 'place dane'],
    ['Dane', 'term DANE'],
    ['TLSA', 'term DANE'],
    ['tlsa', 'term DANE'],
    ['MTA-STS', 'term MTA-STS'],
    ['mta-sts', 'term MTA-STS'],
    ['STARTTLS', 'term STARTTLS'],
    ['starttls', 'stage or STARTTLS'],
    ['PFS', 'term PFS'],
    ['Forward Secrecy', 'term PFS'],
    ['level', 'place level'],
    ['LEVEL', 'place level'],
    ['level:', 'place level'],
    ['MX', 'term MX'],
    ['mx', 'mx or MX'],
    ['mx:mx', 'mx:mx'],
    ['EHLO', 'hello:EHLO'],
    ['ehlo', 'stage:ehlo'],
    ['level:nine', 'unknown'],
    ['', 'unknown'],
  ])('%j: %s', (text, expected) => {
    expect(named(text)).toBe(expected);
  });

  it('each topic by a name of its own, which is no word', () => {
    const names = TOPICS_BY_NAME.map(([name]) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(TOPICS_BY_NAME.map(([name]) => named(name))).toEqual(
      TOPICS_BY_NAME.map(([, topic]) => `term ${topic}`),
    );
  });
});

describe('docs/words/topics', () => {
  it('has the page of each topic, and no other', () => {
    const files = readdirSync(join(DOCS, 'topics')).map((file) => `topics/${file}`);
    expect(files.sort()).toEqual(TOPIC_NAMES.map(topicFile).sort());
  });

  it.each(TOPIC_NAMES)('%s has sentences, words and sources, and fits a terminal', (name) => {
    const topic = readTopic(name);
    expect(topic.gist).toMatch(/^\S.*[^ .]$/u);
    for (const text of [topic.is, topic.matters, topic.asked]) {
      expect(text).toMatch(/^[A-Z].*[.)]$/u);
      expect(text.length).toBeLessThanOrEqual(480);
    }
    expect(topic.words.length).toBeGreaterThanOrEqual(3);
    expect(topic.sources.length).toBeGreaterThanOrEqual(1);
    const lines = wholeText(topicDocumentOf(name), PLAIN).split('\n');
    expect(lines.filter((line) => columns(line) > 100)).toEqual([]);
  });

  it('DANE looks like this in a terminal', async () => {
    const text = wholeText(topicDocumentOf('DANE'), PLAIN);
    await expect(text).toMatchFileSnapshot('expected/explain-dane.txt');
  });

  it('is refused with a word that does not exist', () => {
    const page =
      '---\ngist: a\nwords: level:nine\n---\n\n# X\n\n## What it is\n\nA.\n\n## Why it matters\n\nB.\n\n## What mxtls asks\n\nC.\n';
    expect(() => parseTopic(page, 'X')).toThrow('"level:nine" is no word of the format');
  });
});

it.each(PLACES)('the place %s has all its words', (place) => {
  const text = wholeText(placeDocument(place, gistOf), PLAIN);
  expect(text).toContain(`${place}: `);
  expect(text).toContain(`'mxtls explain ${place}:WORD'`);
});
