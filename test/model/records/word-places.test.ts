import { describe, expect, it } from 'vitest';
import { FOUND_PLACES } from '../../../src/judge/found-words.ts';
import { parseWord, PLACES, placedText } from '../../../src/model/records/word-places.ts';

describe('a word to be found in a snapshot', () => {
  it.each([
    ['expired', { kind: 'word', place: 'problem', word: 'expired' }],
    ['self-signed', { kind: 'word', place: 'problem', word: 'self-signed' }],
    ['enforced', { kind: 'word', place: 'level', word: 'enforced' }],
    ['level:none', { kind: 'word', place: 'level', word: 'none' }],
    ['mx:none', { kind: 'word', place: 'mx', word: 'none' }],
    ['class:tls', { kind: 'word', place: 'class', word: 'tls' }],
    ['failure:nxdomain', { kind: 'word', place: 'failure', word: 'nxdomain' }],
    ['path:self-signed', { kind: 'unknown' }],
    ['tarpit', { kind: 'unknown' }],
    ['', { kind: 'unknown' }],
    [':', { kind: 'unknown' }],
    [':none', { kind: 'unknown' }],
    ['level:', { kind: 'unknown' }],
    ['level:expired', { kind: 'unknown' }],
    ['level:none:none', { kind: 'unknown' }],
    ['Level:none', { kind: 'unknown' }],
    ['constructor', { kind: 'unknown' }],
    ['constructor:name', { kind: 'unknown' }],
    ['__proto__:none', { kind: 'unknown' }],
  ])('%j is read', (text, query) => {
    expect(parseWord(text, FOUND_PLACES)).toEqual(query);
  });

  it.each([
    ['none', ['level:none', 'starttls:none', 'mx:none']],
    ['nxdomain', ['mx:nxdomain', 'failure:nxdomain']],
    ['tls', ['outcome:tls', 'class:tls']],
  ])('%j has choices', (text, choices) => {
    const query = parseWord(text, FOUND_PLACES);
    expect(query.kind === 'ambiguous' && query.choices.map(placedText)).toEqual(choices);
  });
});

describe('a word of any place', () => {
  it.each([
    ['tarpit', { kind: 'word', place: 'note', word: 'tarpit' }],
    ['path:self-signed', { kind: 'word', place: 'path', word: 'self-signed' }],
    ['TLSv1.1', { kind: 'word', place: 'version', word: 'TLSv1.1' }],
    [
      'self-signed',
      {
        kind: 'ambiguous',
        choices: [
          { place: 'problem', word: 'self-signed' },
          { place: 'path', word: 'self-signed' },
        ],
      },
    ],
  ])('%j is read', (text, query) => {
    expect(parseWord(text, PLACES)).toEqual(query);
  });
});
