import { describe, expect, it } from 'vitest';
import {
  fromOneVantage,
  newestPartners,
  partnersOf,
  vantageObstacle,
} from '../../../src/compare/vantages/vantage-partners.ts';
import { compareEntries, type SnapshotEntry } from '../../../src/model/records/baseline.ts';
import type { Survey } from '../../../src/model/records/survey.ts';
import { snapshotOf } from '../worlds.ts';

/** A survey of a day at an hour, named by its vantage and both. */
function entry(vantage: string | null, at: string, more: Partial<Survey> = {}): SnapshotEntry {
  const [date = '', hour = ''] = at.split('T');
  const startedAt = `${date}T${hour}:00:00Z`;
  const { survey } = snapshotOf(date, { survey: { vantage, startedAt, ...more }, hosts: {} });
  return { file: `${vantage ?? 'none'} ${at}`, survey };
}

const ATHENS = entry('athens', '2026-11-23T03');
const SETTINGS = ATHENS.survey.settings;
const fileOf = ({ file }: SnapshotEntry) => file;
const sorted = (entries: SnapshotEntry[]) => entries.toSorted(compareEntries);

describe('two surveys', () => {
  it.each([
    { name: 'another vantage', other: entry('berlin', '2026-11-23T03'), expected: null },
    { name: 'no vantage beside one', other: entry(null, '2026-11-23T03'), expected: null },
    { name: '48 hours apart', other: entry('berlin', '2026-11-25T03'), expected: null },
    { name: 'one hour more', other: entry('berlin', '2026-11-25T04'), expected: 'time' },
    { name: 'earlier', other: entry('berlin', '2026-11-20T03'), expected: 'time' },
    { name: 'the same vantage', other: entry('athens', '2026-11-23T04'), expected: 'vantage' },
    {
      name: 'other lists',
      other: entry('berlin', '2026-11-23T03', { lists: [] }),
      expected: 'lists',
    },
    {
      name: 'other depth',
      other: entry('berlin', '2026-11-23T03', { settings: { ...SETTINGS, depth: 'deep' } }),
      expected: 'depth',
    },
    {
      name: 'another port',
      other: entry('berlin', '2026-11-23T03', { settings: { ...SETTINGS, port: 587 } }),
      expected: 'port',
    },
  ])('$name: $expected', ({ other, expected }) => {
    expect(vantageObstacle(ATHENS.survey, other.survey)).toBe(expected);
    expect(vantageObstacle(other.survey, ATHENS.survey)).toBe(expected);
  });
});

describe('partners', () => {
  it.each([
    {
      name: 'of one run',
      others: [entry('berlin', '2026-11-23T03')],
      found: ['berlin 2026-11-23T03'],
    },
    {
      name: 'a day apart',
      others: [entry('berlin', '2026-11-22T03')],
      found: ['berlin 2026-11-22T03'],
    },
    { name: 'more than a day apart', others: [entry('berlin', '2026-11-24T04')], found: [] },
    {
      name: 'the nearest of each vantage, sorted by it',
      others: [
        entry(null, '2026-11-23T05'),
        entry('berlin', '2026-11-22T22'),
        entry('berlin', '2026-11-23T04'),
        entry('berlin', '2026-11-23T20'),
        entry('amsterdam', '2026-11-23T09'),
      ],
      found: ['amsterdam 2026-11-23T09', 'berlin 2026-11-23T04', 'none 2026-11-23T05'],
    },
    {
      name: 'degraded',
      others: [entry('berlin', '2026-11-23T03', { degraded: ['x'] })],
      found: [],
    },
    { name: 'itself', others: [ATHENS, entry('athens', '2026-11-23T04')], found: [] },
  ])('$name: $found', ({ others, found }) => {
    expect(partnersOf(sorted(others), ATHENS.survey).map(fileOf)).toEqual(found);
  });
});

describe('the newest partners', () => {
  it.each([
    { name: 'none', entries: [ATHENS], found: undefined },
    {
      name: 'by vantage, whichever began first',
      entries: [ATHENS, entry('berlin', '2026-11-23T02')],
      found: ['athens 2026-11-23T03', 'berlin 2026-11-23T02'],
    },
    {
      name: 'the last that have one',
      entries: [ATHENS, entry('berlin', '2026-11-23T03'), entry('athens', '2026-11-30T03')],
      found: ['athens 2026-11-23T03', 'berlin 2026-11-23T03'],
    },
    {
      name: 'the newer week',
      entries: [
        ...[ATHENS, entry('berlin', '2026-11-23T03')],
        ...[entry('berlin', '2026-11-30T03'), entry('athens', '2026-11-30T05')],
      ],
      found: ['athens 2026-11-30T05', 'berlin 2026-11-30T03'],
    },
    {
      name: 'no degraded one',
      entries: [
        entry('athens', '2026-11-23T03', { degraded: ['x'] }),
        entry('berlin', '2026-11-23T03'),
      ],
      found: undefined,
    },
  ])('$name', ({ entries, found }) => {
    expect(newestPartners(sorted(entries))?.map(fileOf)).toEqual(found);
  });
});

describe('the surveys from one vantage', () => {
  const imported = { settings: { ...SETTINGS, depth: null } };
  it.each([
    { name: 'none of none', entries: [], found: [] },
    {
      name: 'all of the same, and imported ones',
      entries: [entry(null, '2016-01-23T03', imported), entry('athens', '2026-11-16T03'), ATHENS],
      found: ['none 2016-01-23T03', 'athens 2026-11-16T03', 'athens 2026-11-23T03'],
    },
    {
      name: 'those of the newest, where another vantage ended',
      entries: [entry('berlin', '2026-11-09T03'), entry('berlin', '2026-11-16T03'), ATHENS],
      found: ['athens 2026-11-23T03'],
    },
    {
      name: 'of two alike the first by name, though the other began later',
      entries: [ATHENS, entry('berlin', '2026-11-23T04')],
      found: ['athens 2026-11-23T03'],
    },
    {
      name: 'of two the one with more surveys',
      entries: [entry('berlin', '2026-11-16T03'), entry('berlin', '2026-11-23T03'), ATHENS],
      found: ['berlin 2026-11-16T03', 'berlin 2026-11-23T03'],
    },
    {
      name: 'not those that were made ad hoc elsewhere',
      entries: [ATHENS, entry('berlin', '2026-11-24T03', { lists: [] })],
      found: ['athens 2026-11-23T03'],
    },
    {
      name: 'the newest of those made ad hoc, where there are no others',
      entries: [
        entry('athens', '2026-11-23T03', { lists: [] }),
        entry('berlin', '2026-11-24T03', { lists: [] }),
      ],
      found: ['berlin 2026-11-24T03'],
    },
  ])('are $name', ({ entries, found }) => {
    expect(fromOneVantage(sorted(entries)).map(fileOf)).toEqual(found);
  });
});
