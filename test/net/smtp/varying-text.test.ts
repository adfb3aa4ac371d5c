import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonKeywords, commonText } from '../../../src/net/smtp/varying-text.ts';

describe('what texts have in common', () => {
  it.each<[string[], string]>([
    [['220 mx ESMTP'], '220 mx ESMTP'],
    [['220 alpha.d.example ESMTP', '220 beta.d.example ESMTP'], '220 <varies>.d.example ESMTP'],
    [['220 alpha ESMTP', '220 beta ESMTP', '220 gamma ESMTP'], '220 <varies> ESMTP'],
    [['220 mx ready in vla', '220 mx ready in sas'], '220 mx ready in <varies>'],
    [['220 mx one two ESMTP', '220 mx ESMTP'], '220 mx <varies> ESMTP'],
    [['220-mx\nhello', '220-mx\nwelcome'], '220-mx\n<varies>'],
    [['220 a', '221 b'], '<varies> <varies>'],
  ])('%j', (texts, expected) => {
    expect(commonText(texts)).toBe(expected);
    expect(commonText(texts.toReversed())).toBe(expected);
    expect(commonText([...texts, ...texts])).toBe(expected);
  });

  it('depends on neither order nor number', () => {
    const word = fc.constantFrom('220', 'a.x', 'b.x', 'ESMTP', 'ready');
    const text = fc.array(word, { maxLength: 5 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
        expect(commonText([...texts.toReversed(), ...texts])).toBe(commonText(texts));
      }),
    );
  });
});

describe('what EHLO replies have in common', () => {
  it.each<[string[][], string[]]>([
    [[[]], []],
    [[['SIZE 5', 'STARTTLS']], ['SIZE 5', 'STARTTLS']],
    [[['AUTH A', 'AUTH A B']], ['AUTH A', 'AUTH A B']],
    [
      [
        ['SIZE 5', 'STARTTLS'],
        ['SIZE 9', 'STARTTLS'],
      ],
      ['SIZE <varies>', 'STARTTLS'],
    ],
    [
      [
        ['STARTTLS', 'SIZE 5'],
        ['SIZE 5', 'STARTTLS', 'CHUNKING'],
      ],
      ['SIZE 5', 'STARTTLS', 'CHUNKING'],
    ],
  ])('%j', (replies, expected) => {
    expect(commonKeywords(replies)).toEqual(expected);
    expect(commonKeywords(replies.toReversed())).toEqual(expected);
  });
});
