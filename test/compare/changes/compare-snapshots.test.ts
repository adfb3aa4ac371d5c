import { describe, expect, it } from 'vitest';
import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import type { Comparison } from '../../../src/model/output/change.ts';
import { CHANGE_FACTS, CHANGE_KINDS } from '../../../src/model/output/change-kinds.ts';
import { sourceOf, type SeekableSource } from '../../../src/model/records/snapshot-source.ts';
import { makeCertificate } from '../../model/make-records.ts';
import { EXPIRING, PLANTED } from './planted-cases.ts';
import { UNCHANGED } from './unchanged-cases.ts';
import { presenting, snapshotOf, sourceFor, type World } from '../worlds.ts';

const compared = (before: World, after: World): Comparison =>
  compareSnapshots(sourceFor('2026-11-16', before), sourceFor('2026-11-23', after));
const kindsOf = ({ changes, visibilityChanges }: Comparison) =>
  [...changes, ...visibilityChanges].map(({ kind }) => kind);
const levelsOf = ({ changes }: Comparison) =>
  changes.flatMap(({ levels }) => levels.map(({ before, after }) => `${before} → ${after}`));
const turned = (level: string) => level.split(' → ').toReversed().join(' → ');

describe('a planted change', () => {
  it.each(PLANTED)('is found alone: $name', ({ before, after, kind, effect, level }) => {
    const comparison = compared(before, after);
    expect(kindsOf(comparison)).toEqual([kind]);
    expect(levelsOf(comparison)).toEqual(level === undefined ? [] : [level]);
    expect(comparison.changes[0]?.effect).toBe(effect ?? CHANGE_FACTS[kind].effect);
  });

  it.each(PLANTED)('is found the other way round: $name', ({ before, after, reverse, level }) => {
    const comparison = compared(after, before);
    expect(kindsOf(comparison)).toEqual([reverse]);
    expect(levelsOf(comparison)).toEqual(level === undefined ? [] : [turned(level)]);
  });

  it('is of each kind', () => {
    const planted = PLANTED.flatMap(({ kind, reverse }) => [kind, reverse]);
    expect(CHANGE_KINDS.filter((kind) => !planted.includes(kind))).toEqual([]);
  });

  it('can be the end of a certificate that stayed', () => {
    const comparison = compared(EXPIRING, EXPIRING);
    expect(kindsOf(comparison)).toEqual(['certificate-problem']);
    expect(levelsOf(comparison)).toEqual(['authenticated → encrypted']);
  });
});

describe('no change', () => {
  it.each(UNCHANGED)('is $name', ({ before, after, visibilityChange }) => {
    const comparison = compared(before, after);
    expect(comparison.changes.map(({ kind }) => kind)).toEqual([]);
    expect(comparison.visibilityChanges.map(({ kind }) => kind)).toEqual(
      visibilityChange ? [visibilityChange] : [],
    );
  });

  it.each(UNCHANGED)('is the other way round $name', ({ before, after, visibilityChange }) => {
    const comparison = compared(after, before);
    expect(comparison.changes.map(({ kind }) => kind)).toEqual([]);
    expect(comparison.visibilityChanges).toHaveLength(visibilityChange ? 1 : 0);
  });

  it.each([...PLANTED, ...UNCHANGED])('is between a snapshot and itself: $name', (each) => {
    const source = sourceFor('2026-11-23', each.after);
    const { changes, visibilityChanges, scanner } = compareSnapshots(source, source);
    expect([...changes, ...visibilityChanges, ...scanner]).toEqual([]);
  });
});

describe('a host whose records are the same in both files', () => {
  const from = '2026-11-16T03:00:00Z';
  const to = '2026-11-23T03:00:00Z';
  it.each([
    {
      name: 'ends between the surveys',
      dates: { notAfter: '2026-11-20T00:00:00Z' },
      kind: 'certificate-problem',
    },
    { name: 'ends at the older survey', dates: { notAfter: from }, kind: 'certificate-problem' },
    {
      name: 'begins between them',
      dates: { notBefore: '2026-11-20T00:00:00Z' },
      kind: 'certificate-became-valid',
    },
    {
      name: 'begins at the newer survey',
      dates: { notBefore: to },
      kind: 'certificate-became-valid',
    },
    { name: 'is valid in both', dates: {}, kind: null },
  ])('is judged again where its certificate $name', ({ dates, kind }) => {
    const certificate = makeCertificate(dates);
    const world = {
      certificates: [certificate],
      hosts: { 'mx.example.gr': [presenting(certificate)] },
    };
    const before = snapshotOf('2026-11-16', world);
    const { survey } = snapshotOf('2026-11-23', world);
    const comparison = compareSnapshots(sourceOf(before), sourceOf({ ...before, survey }));
    expect(kindsOf(comparison)).toEqual(kind === null ? [] : [kind]);
  });
});

it('reads the evidence of a change of a host when it is looked at, and keeps none before', () => {
  const [{ before, after } = { before: { hosts: {} }, after: { hosts: {} } }] = PLANTED;
  const read: number[] = [];
  const counting = (date: string, world: World): SeekableSource => {
    const source = sourceFor(date, world);
    const endpointAt = (place: number) => {
      read.push(place);
      return source.endpointAt(place);
    };
    return { ...source, endpointAt };
  };
  const { changes } = compareSnapshots(
    counting('2026-11-16', before),
    counting('2026-11-23', after),
  );
  expect(read).toEqual([]);
  expect(changes.map((each) => each.before.observations.length)).toEqual([1]);
  expect(read).toEqual([0, 0]);
});

describe('the records of a domain that changed', () => {
  const moved = (name: string, host: string) => ({ domain: name, hosts: [host] });
  const hosts = { 'mx.old.gr': [{}], 'mx.new.gr': [{}] };
  // Their places differ: each survey has a domain in front that the other one has not.
  const before = {
    hosts,
    domains: ['a.gr', 'c.gr', 'd.gr', 'e.gr'].map((name) => moved(name, 'mx.old.gr')),
  };
  const after = {
    hosts,
    domains: ['b.gr', 'bb.gr', 'c.gr', 'd.gr', 'e.gr'].map((name) =>
      moved(name, name === 'd.gr' ? 'mx.old.gr' : 'mx.new.gr'),
    ),
  };

  it('are read again where the change is looked at, and none is kept before', () => {
    const read: string[] = [];
    const counting = (date: string, world: World): SeekableSource => {
      const source = sourceFor(date, world);
      const domainAt = (place: number) => {
        const domain = source.domainAt(place);
        read.push(domain?.domain ?? '');
        return domain;
      };
      return { ...source, domainAt };
    };
    const { changes } = compareSnapshots(
      counting('2026-11-16', before),
      counting('2026-11-23', after),
    );
    expect(changes.map(({ kind, subject, concerns }) => ({ kind, subject, concerns }))).toEqual(
      ['c.gr', 'e.gr'].map((domain) => ({
        kind: 'domain-moved',
        subject: { type: 'domain', domain },
        concerns: [{ category: 'Providers', provider: 'EXAMPLE', domains: [domain] }],
      })),
    );
    expect(read).toEqual([]);
    expect(changes.map((each) => [each.before.domain?.domain, each.after.domain?.domain])).toEqual([
      ['c.gr', 'c.gr'],
      ['e.gr', 'e.gr'],
    ]);
    expect(changes.map((each) => each.hosts)).toEqual([
      { added: ['mx.new.gr'], removed: ['mx.old.gr'] },
      { added: ['mx.new.gr'], removed: ['mx.old.gr'] },
    ]);
    expect(read).toEqual(['c.gr', 'c.gr', 'e.gr', 'e.gr']);
  });

  it('show nothing where one cannot be read any more', () => {
    const unreadable = { ...sourceFor('2026-11-23', after), domainAt: () => null };
    const { changes } = compareSnapshots(sourceFor('2026-11-16', before), unreadable);
    const nothing = { observations: [], domain: null };
    expect(changes.map((each) => [each.before, each.after])).toEqual([
      [nothing, nothing],
      [nothing, nothing],
    ]);
  });
});
