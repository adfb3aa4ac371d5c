import { describe, expect, it } from 'vitest';
import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import { regressionsAgainst } from '../../../src/compare/changes/regressions.ts';
import { LastKnown } from '../../../src/compare/tables/last-known.ts';
import type { Comparison } from '../../../src/model/output/change.ts';
import type { SeekableSource, SnapshotSource } from '../../../src/model/records/snapshot-source.ts';
import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import {
  makeCertificate,
  makeEndpoint,
  type DomainOverrides,
  type EndpointOverrides,
} from '../../model/make-records.ts';
import { GOOD, MATCH, NO_POLICY, policyOf, presenting, sourceFor, type World } from '../worlds.ts';

const HOST = 'mx.example.gr';
const CLOSING: EndpointOverrides = {
  outcome: 'failed',
  failure: { stage: 'greeting', code: 'closed', detail: '' },
};
const NO_LOOKUP: EndpointOverrides = {
  address: null,
  outcome: 'failed',
  failure: { stage: 'dns', code: 'server-failure', detail: '' },
};
const TLS: EndpointOverrides = {};
const PLAINTEXT: EndpointOverrides = { outcome: 'plaintext' };

const of = (...endpoints: EndpointOverrides[]): World => ({ hosts: { [HOST]: endpoints } });
const DAYS = ['2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23', '2026-11-30'];
const START = (index: number) => `${DAYS[index] ?? ''}T03:00:00Z`;

/** The weeks of a list, the last compared with the one before it and with what was last known. */
function compared(...weeks: World[]): Comparison {
  const sources = weeks.map((world, index) => sourceFor(DAYS[index] ?? '', world));
  const [after, before] = sources.toReversed() as [SeekableSource, SeekableSource];
  return compareSnapshots(before, after, recalled(sources.slice(0, -1)));
}

/** What was last known before the last of some surveys. */
function recalled(sources: readonly SnapshotSource[]): LastKnown {
  const [previous, ...older] = sources.toReversed() as [SnapshotSource, ...SnapshotSource[]];
  const lastKnown = new LastKnown(previous);
  for (const each of older) if (!lastKnown.isComplete) lastKnown.add(each);
  return lastKnown;
}

const found = ({ changes, visibilityChanges }: Comparison) =>
  [...changes, ...visibilityChanges].map(({ kind, lastKnown }) => `${kind} ${lastKnown ?? '-'}`);

describe('a host that was unknown in the survey before', () => {
  it.each<[string, World[], string[]]>([
    [
      'a regression behind a gap',
      [of(TLS), of(CLOSING), of(PLAINTEXT)],
      [`starttls-lost ${START(0)}`],
    ],
    ['a gain behind a gap', [of(PLAINTEXT), of(CLOSING), of(TLS)], [`starttls-gained ${START(0)}`]],
    ['the same as before the gap', [of(TLS), of(CLOSING), of(TLS)], []],
    [
      'a gap of three weeks',
      [of(TLS), of(CLOSING), of(CLOSING), of(CLOSING), of(PLAINTEXT)],
      [`starttls-lost ${START(0)}`],
    ],
    ['the newest that knew it counts', [of(TLS), of(PLAINTEXT), of(CLOSING), of(PLAINTEXT)], []],
    ['the gap itself', [of(TLS), of(CLOSING)], ['no-longer-known -']],
    ['the gap, a second week', [of(TLS), of(CLOSING), of(CLOSING)], []],
    ['known for the first time', [of(CLOSING), of(CLOSING), of(PLAINTEXT)], ['now-known -']],
    ['a gap in the DNS', [of(TLS), of(NO_LOOKUP), of(PLAINTEXT)], [`starttls-lost ${START(0)}`]],
    [
      'a gap, and another address',
      [of(TLS), of(CLOSING), of({ ...PLAINTEXT, address: '192.0.2.99' })],
      [`starttls-lost ${START(0)}`],
    ],
    [
      'one address of two',
      [of(TLS, TLS), of(TLS, CLOSING), of(TLS, PLAINTEXT)],
      [`starttls-lost ${START(0)}`],
    ],
    ['two addresses, one lost for good', [of(TLS, TLS), of(TLS, CLOSING), of(TLS, CLOSING)], []],
    ['what the survey before knew', [of(TLS), of(PLAINTEXT), of(TLS)], ['starttls-gained -']],
    [
      'an inconsistent week',
      [of(TLS), of({ ...TLS, notes: ['inconsistent'] }), of(PLAINTEXT)],
      [`starttls-lost ${START(0)}`],
    ],
  ])('%s', (_, weeks, expected) => {
    expect(found(compared(...weeks))).toEqual(expected);
  });

  it('moves the level of its domain', () => {
    const [change] = compared(of(TLS), of(CLOSING), of(PLAINTEXT)).changes;
    expect(change?.levels).toEqual([
      { domain: 'example.gr', before: 'authenticated', after: 'none' },
    ]);
  });

  it('is judged at the time when it was known, not when it was not', () => {
    const week = (notBefore: string, notAfter: string): World => {
      const certificate = makeCertificate({ notBefore, notAfter });
      return { ...of(presenting(certificate)), certificates: [certificate] };
    };
    const valid = week('2026-10-01T00:00:00Z', '2026-11-10T00:00:00Z');
    const renewed = week('2026-11-09T00:00:00Z', '2027-02-10T00:00:00Z');
    // It ended before the survey in which nothing was known.
    const { changes } = compared(valid, of(CLOSING), of(CLOSING), renewed);
    expect(changes.map(({ kind }) => kind)).toEqual(['certificate-renewed']);
    expect(changes[0]?.before.observations[0]?.certificate?.notAfter).toBe('2026-11-10T00:00:00Z');
  });

  it('is confirmed before it is recorded as a regression', () => {
    const weeks = [of(TLS), of(CLOSING)].map((world, index) => sourceFor(DAYS[index] ?? '', world));
    const [, before] = weeks as [SeekableSource, SeekableSource];
    const lost = makeEndpoint({ host: HOST, address: '192.0.2.1', ...PLAINTEXT });
    expect(regressionsAgainst(before, before.survey)(lost)).toBe(false);
    const regresses = regressionsAgainst(before, before.survey, recalled(weeks));
    expect(regresses(lost)).toBe(true);
    expect(regresses(makeEndpoint({ host: HOST, address: '192.0.2.1' }))).toBe(false);
  });
});

describe('a domain that could not be looked up in the survey before', () => {
  const gap: World = { domains: [{ hosts: [], mx: { kind: 'failed' } }], hosts: {} };
  const gone: World = { domains: [{ hosts: [], mx: { kind: 'nxdomain' } }], hosts: {} };

  it.each<[string, World[], string[]]>([
    ['its host has lost STARTTLS', [of(TLS), gap, of(PLAINTEXT)], [`starttls-lost ${START(0)}`]],
    ['nothing else changed', [of(TLS), gap, of(TLS)], []],
    ['it is gone', [of(TLS), gap, gone], [`domain-gone ${START(0)}`]],
    ['it cannot be looked up still', [of(TLS), gap, gap], []],
    ['it was never known', [gap, gap, of(TLS)], ['now-known -']],
  ])('%s', (_, weeks, expected) => {
    expect(found(compared(...weeks))).toEqual(expected);
  });

  it('is confirmed before it is recorded as a regression', () => {
    const weeks = [of(TLS), gap].map((world, index) => sourceFor(DAYS[index] ?? '', world));
    const [, before] = weeks as [SeekableSource, SeekableSource];
    const regresses = regressionsAgainst(before, before.survey, recalled(weeks));
    expect(regresses(makeEndpoint({ host: HOST, address: '192.0.2.1', ...PLAINTEXT }))).toBe(true);
  });
});

describe('a policy that could not be had in the survey before', () => {
  const STS_FAILED = policyOf({ state: 'failed', policy: null, error: 'timeout', mx: 'untested' });
  const RPT = { state: 'present' as const, record: 'v=TLSRPTv1; rua=mailto:a@b.gr', error: null };
  const RPT_GONE = { state: 'absent' as const, record: null, error: null };
  const RPT_FAILED = { state: 'failed' as const, record: null, error: 'timeout' };
  const domain = (policies: DomainOverrides): World => ({
    ...of(presenting(GOOD)),
    certificates: [GOOD],
    domains: [{ hosts: [HOST], ...policies }],
  });
  const sts = (mtaSts: MailDomain['mtaSts']) => domain({ mtaSts });
  const rpt = (tlsRpt: MailDomain['tlsRpt']) => domain({ tlsRpt });
  const gap: World = { domains: [{ hosts: [], mx: { kind: 'failed' } }], hosts: {} };

  it.each<[string, World[], string[]]>([
    ['gone', [sts(policyOf()), sts(STS_FAILED), sts(NO_POLICY)], [`mta-sts-removed ${START(0)}`]],
    ['new', [sts(NO_POLICY), sts(STS_FAILED), sts(policyOf())], [`mta-sts-added ${START(0)}`]],
    [
      'of another mode',
      [sts(policyOf()), sts(STS_FAILED), sts(STS_FAILED), sts(policyOf({}, 'testing'))],
      [`mta-sts-changed ${START(0)}`],
    ],
    ['as it was', [sts(policyOf()), sts(STS_FAILED), sts(policyOf())], []],
    ['unknown still', [sts(policyOf()), sts(STS_FAILED), sts(STS_FAILED)], []],
    ['unknown now', [sts(policyOf()), sts(STS_FAILED)], ['no-longer-known -']],
    ['never known', [sts(STS_FAILED), sts(STS_FAILED), sts(policyOf())], ['now-known -']],
    [
      'gone, behind a survey that did not ask',
      [sts(policyOf()), sts(null), sts(STS_FAILED), sts(NO_POLICY)],
      [`mta-sts-removed ${START(0)}`],
    ],
    [
      'gone, behind a survey that could not look the domain up',
      [sts(policyOf()), sts(STS_FAILED), gap, sts(NO_POLICY)],
      [`mta-sts-removed ${START(0)}`],
    ],
    ['known to the survey before', [sts(policyOf()), sts(NO_POLICY), sts(NO_POLICY)], []],
    ['TLS-RPT gone', [rpt(RPT), rpt(RPT_FAILED), rpt(RPT_GONE)], [`tls-rpt-removed ${START(0)}`]],
    ['TLS-RPT as it was', [rpt(RPT), rpt(RPT_FAILED), rpt(RPT)], []],
    [
      'each policy from the week in which it was known',
      [
        domain({ mtaSts: policyOf(), tlsRpt: RPT_FAILED }),
        domain({ mtaSts: STS_FAILED, tlsRpt: RPT }),
        domain({ mtaSts: STS_FAILED, tlsRpt: RPT_FAILED }),
        domain({ mtaSts: NO_POLICY, tlsRpt: RPT_GONE }),
      ],
      [`mta-sts-removed ${START(0)}`, `tls-rpt-removed ${START(1)}`],
    ],
  ])('%s', (_, weeks, expected) => {
    expect(found(compared(...weeks))).toEqual(expected);
  });

  it('moves the level of its domain', () => {
    const [change] = compared(sts(policyOf()), sts(STS_FAILED), sts(NO_POLICY)).changes;
    expect(change?.levels).toEqual([
      { domain: 'example.gr', before: 'enforced', after: 'authenticated' },
    ]);
    expect(change?.before.domain?.mtaSts).toEqual(policyOf());
  });

  it('is shown as it was last known by a level that moved without it', () => {
    const testing = policyOf({}, 'testing');
    const week = (mtaSts: MailDomain['mtaSts'], dnssec: 'insecure' | 'secure'): World => ({
      ...of({ dane: MATCH }),
      domains: [{ hosts: [HOST], mx: { dnssec }, mtaSts }],
    });
    const weeks = [testing, STS_FAILED].map((mtaSts) => week(mtaSts, 'insecure'));
    const { changes } = compared(...weeks, week(testing, 'secure'));
    expect(changes.map(({ kind, before }) => ({ kind, mtaSts: before.domain?.mtaSts }))).toEqual([
      { kind: 'level-up', mtaSts: testing },
    ]);
  });

  it('is found again in what an earlier search found', () => {
    const weeks = [domain({ mtaSts: policyOf(), tlsRpt: RPT }), sts(STS_FAILED), sts(STS_FAILED)];
    const sources = weeks.map((world, index) => sourceFor(DAYS[index] ?? '', world));
    const [, second, third] = sources as [SeekableSource, SeekableSource, SeekableSource];
    const found = recalled(
      [third, second, ...recalled(sources.slice(0, 2)).surveys()].toReversed(),
    );
    expect(found.policy('mtaSts', 'example.gr')?.survey.startedAt).toBe(START(0));
  });
});

it('keeps what is unknown alone, and reads no more surveys than it needs', () => {
  const many = (last: EndpointOverrides): World => ({
    hosts: {
      ...Object.fromEntries(
        Array.from({ length: 200 }, (_, index) => [`a${index}.example.gr`, [TLS]]),
      ),
      [HOST]: [last],
    },
  });
  const lastKnown = new LastKnown(sourceFor('2026-11-16', many(CLOSING)));
  expect(lastKnown.isComplete).toBe(false);
  lastKnown.add(sourceFor('2026-11-09', many(TLS)));
  expect(lastKnown.isComplete).toBe(true);
  expect(lastKnown.hosts()).toEqual([HOST]);
});
