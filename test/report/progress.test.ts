import { expect, it } from 'vitest';
import { progressLine, type ProgressState } from '../../src/report/progress.ts';

const counts = { tls: 201, plaintext: 40, broken: 2, unknown: 69 };
const STATE: ProgressState = { done: 312, total: 5000, elapsedMs: 7560, counts };

it.each<[string, Partial<ProgressState>, string]>([
  ['a running survey', {}, '312/5000 6% 41/s 1m54s left  tls 201 plaintext 40 broken 2 unknown 69'],
  ['nothing yet', { done: 0 }, '0/5000 0%  tls 201 plaintext 40 broken 2 unknown 69'],
  [
    'the last one',
    { done: 5000 },
    '5000/5000 100% 661/s  tls 201 plaintext 40 broken 2 unknown 69',
  ],
  ['not quite the last one', { done: 4999 }, '4999/5000 99% 661/s 1s left  tls 201 plaintext 40'],
  ['a slow one', { elapsedMs: 780_000 }, '312/5000 6% 0.4/s 3h15m left  tls 201 plaintext 40'],
  ['a later pass', { pass: 2 }, 'pass 2 312/5000 6%  tls 201 plaintext 40'],
  ['nothing to ask', { done: 0, total: 0 }, '0/0 100%  tls 201'],
])('%s', (_, state, line) => {
  expect(progressLine({ ...STATE, ...state }, 200).slice(0, line.length)).toBe(line);
});

it.each([0, 1, 20, 79])('is never wider than %d columns', (width) => {
  expect(progressLine(STATE, width)).toHaveLength(Math.min(width, 69));
});
