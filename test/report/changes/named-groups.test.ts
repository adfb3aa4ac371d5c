import { expect, it } from 'vitest';
import { NamedGroups } from '../../../src/report/changes/named-groups.ts';

it.each([
  { name: 'in the order of their first items', first: [], expected: ['b1 b2 b3', 'a1 a2', 'c1'] },
  { name: 'those of some names first', first: ['c', 'a'], expected: ['c1', 'a1 a2', 'b1 b2 b3'] },
  { name: 'without a name of no item', first: ['x', 'c'], expected: ['c1', 'b1 b2 b3', 'a1 a2'] },
])('gives the groups $name', ({ first, expected }) => {
  const items = ['b1', 'a1', 'b2', 'c1', 'a2', 'b3'];
  const groups = new NamedGroups(items, (item) => item.charAt(0));
  expect([...groups.inOrder(first)].map((own) => own.join(' '))).toEqual(expected);
});
