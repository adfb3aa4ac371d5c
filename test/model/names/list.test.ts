import { describe, expect, it } from 'vitest';
import {
  addCategory,
  categoriesOf,
  withoutComment,
  type ListEntry,
} from '../../../src/model/names/list.ts';

function entry(category: string | null, provider: string | null): ListEntry {
  return { domain: 'a.gr', unicode: 'a.gr', category, provider };
}

describe('categoriesOf', () => {
  it('keeps the order in which the entries name them', () => {
    const entries = [
      entry(null, 'X'),
      entry('B', 'Q'),
      entry('A', null),
      entry('B', 'P'),
      entry('B', 'Q'),
      entry('__proto__', 'constructor'),
    ];
    const categories = new Map<string, Set<string>>();
    for (const each of entries) addCategory(categories, each);
    expect(categoriesOf(categories)).toEqual([
      { name: 'B', providers: ['Q', 'P'] },
      { name: 'A', providers: [] },
      { name: '__proto__', providers: ['constructor'] },
    ]);
  });
});

describe('withoutComment', () => {
  it.each([
    ['a.gr # x # y', 'a.gr'],
    ['# x', ''],
    ['  # x', ' '],
    ['a.gr\t#', 'a.gr'],
    ['a#b', 'a#b'],
    ['a.gr', 'a.gr'],
  ])('%j is %j', (line, content) => {
    expect(withoutComment(line)).toBe(content);
  });
});
