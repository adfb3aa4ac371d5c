import { describe, expect, it } from 'vitest';
import { foundWords, parseFailOn } from '../../../src/commands/scan/fail-on.ts';
import { makeDomain, makeEndpoint } from '../../model/make-records.ts';

describe('the words of --fail-on', () => {
  it('are found with their place where the snapshot has them', () => {
    const endpoint = makeEndpoint({ outcome: 'plaintext', host: 'mx.example.gr' });
    const domain = makeDomain({ hosts: ['mx.example.gr'] }, [endpoint]);
    const words = parseFailOn(['expired', 'level:none', 'outcome:plaintext']);
    expect(foundWords(words, { domains: () => [domain], endpoints: () => [endpoint] })).toEqual([
      'level:none',
      'outcome:plaintext',
    ]);
    expect(foundWords(words, { domains: () => [], endpoints: () => [] })).toEqual([]);
  });

  it.each([
    {
      text: 'none',
      message: '"none" stands in more than one place: level:none or starttls:none or mx:none?',
    },
    { text: 'red', message: '"red" is not a word of the format mxtls/1' },
    { text: 'level:red', message: '"level:red" is not a word of the format mxtls/1' },
    { text: '\u001b[2J', message: '"\\u001b[2J" is not a word' },
  ])('$text is wrong usage', ({ text, message }) => {
    expect(() => parseFailOn(['expired', text])).toThrow(
      expect.objectContaining({
        status: 2,
        message: expect.stringContaining(`--fail-on ${message}`) as string,
      }) as Error,
    );
  });
});
