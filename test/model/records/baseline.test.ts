import { describe, expect, it } from 'vitest';
import {
  compareEntries,
  isBaseline,
  isSameSeries,
  latestOf,
  ofDay,
  previousOf,
  type SnapshotEntry,
} from '../../../src/model/records/baseline.ts';
import type { Survey } from '../../../src/model/records/survey.ts';
import type { Depth } from '../../../src/model/records/words.ts';
import { makeSnapshot } from '../make-records.ts';

interface Parts {
  lists?: string[];
  vantage?: string;
  depth?: Depth;
  degraded?: string[];
}

function survey(instant: string, parts: Parts = {}): Survey {
  const { lists = ['domains/gr.txt'], vantage = null, depth = 'standard', degraded = [] } = parts;
  return makeSnapshot({
    survey: {
      startedAt: instant,
      date: instant.slice(0, 10),
      vantage,
      degraded,
      settings: { depth, port: 25, passes: 3 },
      lists: lists.map((file) => ({ file, sha256: '0'.repeat(64), domains: 1 })),
    },
  }).survey;
}

function entry(instant: string, parts: Parts = {}): SnapshotEntry {
  return { file: `results/${instant}.json`, survey: survey(instant, parts) };
}

const ENTRIES = [
  entry('2026-11-02T03:00:00Z'),
  entry('2026-11-09T03:00:00Z', { vantage: 'Athens' }),
  entry('2026-11-16T03:00:00Z'),
  entry('2026-11-16T15:00:00Z', { degraded: ['no-connection'] }),
  entry('2026-11-23T03:00:00Z', { lists: [] }),
  entry('2026-11-24T03:00:00Z', { degraded: ['no-connection'] }),
];
const startOf = (found: SnapshotEntry | null) => found?.survey.startedAt ?? null;

it.each([
  { name: 'over lists', parts: {}, expected: true },
  { name: 'of single domains', parts: { lists: [] }, expected: false },
  { name: 'that cannot be trusted', parts: { degraded: ['resolver-died'] }, expected: false },
])('a survey $name is a baseline: $expected', ({ parts, expected }) => {
  expect(isBaseline(survey('2026-11-23T03:00:00Z', parts))).toBe(expected);
});

describe('two surveys ask the same question', () => {
  it.each<{ name: string; other: Parts; expected: boolean }>([
    { name: 'the same files', other: {}, expected: true },
    { name: 'other files', other: { lists: ['domains/de.txt'] }, expected: false },
    { name: 'one more', other: { lists: ['domains/gr.txt', 'a.txt'] }, expected: false },
    { name: 'from elsewhere', other: { vantage: 'Athens' }, expected: false },
    { name: 'less deep', other: { depth: 'quick' }, expected: false },
  ])('$name: $expected', ({ other, expected }) => {
    const a = survey('2026-11-16T03:00:00Z');
    const b = survey('2026-11-23T03:00:00Z', other);
    expect([isSameSeries(a, b), isSameSeries(b, a)]).toEqual([expected, expected]);
  });

  it('whatever the order of their lists', () => {
    const [a, b] = [
      ['x.txt', 'y.txt'],
      ['y.txt', 'x.txt'],
    ].map((lists) => survey('2026-11-16T03:00:00Z', { lists }));
    expect(a && b && isSameSeries(a, b)).toBe(true);
  });
});

it('latest is the newest that can be compared against', () => {
  expect(startOf(latestOf(ENTRIES))).toBe('2026-11-16T03:00:00Z');
  expect(latestOf([])).toBeNull();
});

it.each([
  { asking: survey('2026-11-30T03:00:00Z'), expected: '2026-11-16T03:00:00Z' },
  { asking: survey('2026-11-16T03:00:00Z'), expected: '2026-11-02T03:00:00Z' },
  {
    asking: survey('2026-11-30T03:00:00Z', { vantage: 'Athens' }),
    expected: '2026-11-09T03:00:00Z',
  },
  { asking: survey('2026-11-30T03:00:00Z', { depth: 'deep' }), expected: null },
  { asking: survey('2026-11-02T03:00:00Z'), expected: null },
])('previous to $asking.startedAt is $expected', ({ asking, expected }) => {
  expect(startOf(previousOf(ENTRIES, asking))).toBe(expected);
});

it.each([
  { day: '2026-11-16', expected: '2026-11-16T03:00:00Z' }, // the later one is degraded
  { day: '2026-11-23', expected: '2026-11-23T03:00:00Z' },
  { day: '2026-11-24', expected: '2026-11-24T03:00:00Z' }, // there is no good one
  { day: '2026-11-25', expected: null },
])('of the day $day: $expected', ({ day, expected }) => {
  expect(startOf(ofDay(ENTRIES, day))).toBe(expected);
});

it('entries are sorted by their instants', () => {
  expect(ENTRIES.toReversed().sort(compareEntries)).toEqual(ENTRIES);
});
