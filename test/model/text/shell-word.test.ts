import { describe, expect, it } from 'vitest';
import { shellWord } from '../../../src/model/text/shell-word.ts';

describe('shellWord', () => {
  it.each([
    ['results/2026-11-30.json', 'results/2026-11-30.json'],
    ['a=b,c@d:25', 'a=b,c@d:25'],
    ['', "''"],
    ['my results', "'my results'"],
    ["it's", String.raw`'it'\''s'`],
    ['$(reboot)', "'$(reboot)'"],
    ['a\nb', String.raw`'a\u000ab'`],
    ['\u001b[2J', String.raw`'\u001b[2J'`],
    ['x'.repeat(300), 'x'.repeat(300)],
  ])('of %j', (word, shown) => {
    expect(shellWord(word)).toBe(shown);
  });
});
