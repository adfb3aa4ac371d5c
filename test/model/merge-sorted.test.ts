import { expect, it } from 'vitest';
import { mergeSorted } from '../../src/model/merge-sorted.ts';

it.each([
  { before: '', after: '', expected: '' },
  { before: 'abc', after: 'abc', expected: 'aa bb cc' },
  { before: 'ac', after: 'bd', expected: 'a- -b c- -d' },
  { before: 'bcz', after: 'abd', expected: '-a bb c- -d z-' },
  { before: 'ab', after: '', expected: 'a- b-' },
  { before: '', after: 'ab', expected: '-a -b' },
])('$before and $after: $expected', ({ before, after, expected }) => {
  const pairs = [...mergeSorted(before, after, (letter) => letter)];
  expect(pairs.map((pair) => `${pair.before ?? '-'}${pair.after ?? '-'}`).join(' ')).toBe(expected);
  expect(pairs.map(({ key }) => key)).toEqual([...new Set(before + after)].sort());
});

it('reads no further than it is asked', () => {
  let read = 0;
  function* counting(): Generator<string> {
    for (const letter of 'abcdef') {
      read++;
      yield letter;
    }
  }
  const merged = mergeSorted(counting(), 'x', (letter) => letter);
  merged.next();
  expect(read).toBeLessThan(3);
});
