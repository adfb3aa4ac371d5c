import { expect, it } from 'vitest';
import { agreeing, counted, listed, listedShort } from '../../../src/report/format/layout.ts';

it.each([
  [0, '0 hosts', '0 addresses', 'have'],
  [1, '1 host', '1 address', 'has'],
  [2, '2 hosts', '2 addresses', 'have'],
  [2000, '2000 hosts', '2000 addresses', 'have'],
])('%i: nouns and verbs agree with their number', (count, hosts, addresses, verb) => {
  expect([
    counted(count, 'host'),
    counted(count, 'address', 'addresses'),
    agreeing(count, 'has', 'have'),
  ]).toEqual([hosts, addresses, verb]);
});

it.each([
  [[], '', ''],
  [['a'], 'a', 'a'],
  [['a', 'b'], 'a and b', 'a and b'],
  [['a', 'b', 'c'], 'a, b and c', 'a, b and c'],
  [['a', 'b', 'c', 'd'], 'a, b, c and d', 'a, b and 2 others'],
  [Array.from('abcdefgh'), 'a, b, c, d, e, f, g and h', 'a, b and 6 others'],
])('%j is listed, whole and short', (items, whole, short) => {
  expect([listed(items), listedShort(items, 3)]).toEqual([whole, short]);
});
