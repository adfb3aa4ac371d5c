import { expect, it } from 'vitest';
import { progressLine, waitLine, type ProgressState } from '../../src/report/progress.ts';

const counts = { tls: 201, plaintext: 40, broken: 2, unknown: 69 };
const hosts = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ host: `mx${n + 1}.foo.gr` }));
const STATE: ProgressState = {
  ...{ pass: 1, done: 312, total: 5000, elapsedMs: 7560, counts },
  ...{ lookups: null, depth: 'standard', waiting: hosts(4688) },
};
const NEARLY = { done: 4997, waiting: hosts(3) };

it.each<[string, Partial<ProgressState>, string]>([
  ['a running survey', {}, '312/5000 6% 41/s 1m54s left  tls 201 plaintext 40 broken 2 unknown 69'],
  [
    'one that still looks up domains',
    { lookups: { done: 800, total: 9000 } },
    'looking up 800/9000 domains, 312/5000 addresses 41/s  tls 201 plaintext 40 broken 2',
  ],
  [
    'one that still looks up domains, and has asked all addresses so far',
    { lookups: { done: 800, total: 9000 }, done: 0, total: 0 },
    'looking up 800/9000 domains, 0/0 addresses  tls 201',
  ],
  ['nothing yet', { done: 0 }, '0/5000 0%  tls 201 plaintext 40 broken 2 unknown 69'],
  [
    'the last one',
    { done: 5000 },
    '5000/5000 100% waiting for policies  tls 201 plaintext 40 broken 2 unknown 69',
  ],
  ['not quite the last one', { done: 4999 }, '4999/5000 99% 661/s 1s left  tls 201 plaintext 40'],
  ['a slow one', { elapsedMs: 780_000 }, '312/5000 6% 0.4/s 3h15m left  tls 201 plaintext 40'],
  ['a later pass', { pass: 2 }, 'pass 2 312/5000 6%  tls 201 plaintext 40'],
  ['nothing to ask', { done: 0, total: 0 }, '0/0 100% waiting for policies  tls 201'],
  ['the last few', NEARLY, '4997/5000 99% waiting for mx1.foo.gr and 2 others  tls 201'],
  [
    'the last few addresses of one host',
    { ...NEARLY, waiting: [...hosts(1), ...hosts(1)] },
    '4997/5000 99% waiting for mx1.foo.gr  tls 201',
  ],
  [
    'ten of the last',
    { ...NEARLY, waiting: hosts(10) },
    '4997/5000 99% waiting for mx1.foo.gr and',
  ],
  ['eleven of the last', { ...NEARLY, waiting: hosts(11) }, '4997/5000 99% 661/s 1s left  tls 201'],
  [
    'a hostile host',
    { ...NEARLY, waiting: [{ host: '\u001b[2J.gr' }] },
    '4997/5000 99% waiting for \\x1b[2J.gr  tls 201',
  ],
  ['another depth', { depth: 'deep' }, 'deep 312/5000 6% 41/s'],
])('%s', (_, state, line) => {
  expect(progressLine({ ...STATE, ...state }, 200).slice(0, line.length)).toBe(line);
});

it.each([0, 1, 20, 79])('is never wider than %d columns', (width) => {
  expect(progressLine(STATE, width)).toHaveLength(Math.min(width, 69));
});

it.each([
  { left: 272_000, again: 3, line: 'next pass in 4:32, to ask mx1.foo.gr and 2 others again' },
  { left: 4_001, again: 2, line: 'next pass in 0:05, to ask mx1.foo.gr and 1 other again' },
  { left: -1, again: 1, line: 'next pass in 0:00, to ask mx1.foo.gr again' },
  { left: 3_723_000, again: 1, line: 'next pass in 1:02:03, to ask mx1.foo.gr again' },
])('a wait of $left ms for $again', ({ left, again, line }) => {
  expect(waitLine(hosts(again), left, 80)).toBe(line);
  expect(waitLine(hosts(again), left, 12)).toBe(line.slice(0, 12));
});
