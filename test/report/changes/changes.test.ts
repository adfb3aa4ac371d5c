import { describe, expect, it } from 'vitest';
import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import type { Comparison } from '../../../src/model/output/change.ts';
import type { Effect } from '../../../src/model/output/change-kinds.ts';
import { changesText } from '../../../src/model/output/changes-text.ts';
import type { Problem } from '../../../src/model/records/words.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import { changesDocument } from '../../../src/report/changes/changes-document.ts';
import { documentMarkdown } from '../../../src/report/format/document-markdown.ts';
import { wholeText } from '../../../src/report/format/document-text.ts';
import { PLAIN } from '../../screens.ts';
import { EXPIRING, PLANTED } from '../../compare/changes/planted-cases.ts';
import { UNCHANGED } from '../../compare/changes/unchanged-cases.ts';
import { presenting, sourceFor, type World } from '../../compare/worlds.ts';
import { makeCertificate } from '../../model/make-records.ts';
import { manyChanges } from './changes-world.ts';

const textOf = (comparison: Comparison, only: Effect | null = null) =>
  wholeText(changesDocument(comparison, only), PLAIN);
const compared = (before: World, after: World) =>
  compareSnapshots(sourceFor('2026-11-16', before), sourceFor('2026-11-23', after));
const { before, after } = manyChanges();
const many = compareSnapshots(sourceOf(before), sourceOf(after));

/** Some hosts that renewed their certificates within a week. */
function weekOf({
  hosts,
  problems,
  key = 'RSA 2048',
}: {
  hosts: number;
  problems: Problem[];
  key?: string;
}): string {
  const names = Array.from({ length: hosts }, (_, index) => `mx${index}.example.gr`);
  const world = (notAfter: string, own: string): World => {
    const certificates = names.map((name, index) =>
      makeCertificate({
        names: [problems.length === 0 ? name : 'other.gr'],
        notAfter,
        key: own,
        serial: `${notAfter.slice(0, 4)}${index}`,
      }),
    );
    const endpoints = certificates.map((each) => [presenting(each, { problems })] as const);
    return {
      certificates,
      hosts: Object.fromEntries(names.map((name, index) => [name, [...(endpoints[index] ?? [])]])),
    };
  };
  return textOf(
    compared(world('2027-06-27T00:00:00Z', 'RSA 2048'), world('2028-06-28T00:00:00Z', key)),
  );
}

describe('the changes between two surveys, as text', () => {
  it('describe each kind of change, as a person has read it', async () => {
    const texts = [
      { name: 'a certificate that ends', before: EXPIRING, after: EXPIRING },
      ...PLANTED,
    ]
      .flatMap(({ name, before, after }) => [
        `# ${name}\n${textOf(compared(before, after))}`,
        `# the other way round\n${textOf(compared(after, before))}`,
      ])
      .join('\n');
    await expect(texts).toMatchFileSnapshot('expected/changes-of-each-kind.txt');
  });

  it('leave out what is no change', async () => {
    const texts = UNCHANGED.map(
      ({ name, before, after }) => `# ${name}\n${textOf(compared(before, after))}`,
    ).join('\n');
    await expect(texts).toMatchFileSnapshot('expected/changes-none.txt');
  });

  it('are grouped by category and provider, with control characters escaped', async () => {
    const text = textOf(many);
    expect(text).not.toContain('\u001b');
    await expect(text).toMatchFileSnapshot('expected/changes-many.txt');
  });

  it('of a renewed certificate say until when, and what is still wrong with it', () => {
    const until = (notAfter: string, serial: string): World => {
      const certificate = makeCertificate({ names: ['other.gr'], notAfter, serial });
      const hosts = { 'mx.example.gr': [presenting(certificate, { problems: ['name-mismatch'] })] };
      return { hosts, certificates: [certificate] };
    };
    const before = until('2027-06-27T00:00:00Z', '01');
    const renewedUntil = (notAfter: string) =>
      textOf(compared(before, until(notAfter, '02'))).replace(/\s+/g, ' ');
    expect(renewedUntil('2028-06-28T00:00:00Z')).toContain(
      'mx.example.gr renewed its certificate: now until 2028-06-28 (was 2027-06-27), still not for its own name.',
    );
    expect(renewedUntil('2027-06-27T00:00:00Z')).toContain(
      'renewed its certificate: until 2027-06-27, as before, still not for its own name.',
    );
  });

  it('say once of hosts that changed alike what changed, and what did not', () => {
    const text = weekOf({ hosts: 2, problems: ['name-mismatch'] }).replace(/\s+/g, ' ');
    expect(text).toContain(
      'mx0.example.gr and mx1.example.gr renewed their certificates: now until 2028-06-28 (was 2027-06-27), still not for their own names.',
    );
    expect(text).toContain('In all: 0 regressions, 0 improvements and 1 other change.');
  });

  it('have one line with a number for renewals as usual', () => {
    const lines = weekOf({ hosts: 250, problems: [] }).trimEnd().split('\n');
    expect(lines).toEqual([
      'No changes between 2026-11-16 and 2026-11-23 (7 days)',
      '',
      '250 hosts renewed their certificates as usual.',
    ]);
    expect(weekOf({ hosts: 1, problems: [] })).toContain(
      'mx0.example.gr renewed its certificate as',
    );
  });

  it('name the key where a renewed certificate has another kind of key', () => {
    const text = weekOf({ hosts: 1, problems: [], key: 'EC P-256' }).replace(/\s+/g, ' ');
    expect(text).toContain('now until 2028-06-28 (was 2027-06-27), key EC P-256 (was RSA');
  });

  it('end with how much is unknown on both days', () => {
    const withUnknown = (hosts: number) => ({
      ...many,
      unknown: { hosts, domains: 0 },
    });
    expect(textOf(withUnknown(1))).toContain(' 1 MX host is unknown on both days.');
    expect(textOf(withUnknown(2))).toContain(' 2 MX hosts are unknown on both days.');
  });

  it('can be limited to regressions', () => {
    const text = textOf(many, 'regression');
    expect(text).toContain('Regressions\n');
    expect(text).not.toMatch(/^(Improvements|Other changes|No longer known)$/m);
  });
});

describe('the changes between two surveys, as Markdown', () => {
  it('are the same, with Markdown escaped', async () => {
    const text = [...documentMarkdown(changesDocument(many))].join('');
    await expect(text).toMatchFileSnapshot('expected/changes-many.md');
  });
});

describe('changesText', () => {
  it('writes each change on a line of its own', async () => {
    const text = [...changesText(many)].join('');
    expect((JSON.parse(text) as { changes: unknown[] }).changes).toHaveLength(many.changes.length);
    await expect(text).toMatchFileSnapshot('expected/changes-many.json');
  });
});

it('gives the providers in the order of the lists, and behind them those that no list has', () => {
  const providers = ['UNLISTED', 'OTHER', 'EXAMPLE'];
  const world = (host: string): World => ({
    hosts: { 'mx.old.gr': [{}], 'mx.new.gr': [{}] },
    domains: providers.map((provider, index) => {
      return { domain: `${index}.gr`, provider, hosts: [host] };
    }),
  });
  const text = textOf(compared(world('mx.old.gr'), world('mx.new.gr')));
  expect(text.match(/EXAMPLE|OTHER|UNLISTED/g)).toEqual(['EXAMPLE', 'OTHER', 'UNLISTED']);
});
