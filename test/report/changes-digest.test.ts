import { describe, expect, it } from 'vitest';
import { compareSnapshots } from '../../src/compare/changes/compare-snapshots.ts';
import { sourceOf } from '../../src/model/records/snapshot-source.ts';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import { wholeText } from '../../src/report/format/document-text.ts';
import { surveyDocument, surveyNews } from '../../src/report/survey.ts';
import { presenting, snapshotOf, versionsOf } from '../compare/worlds.ts';
import { makeCertificate, type EndpointOverrides } from '../model/make-records.ts';
import { plainScreen } from '../screens.ts';
import { twoWeeks } from './large-world.ts';

const COMMANDS = { report: 'mxtls report', diff: 'mxtls diff', history: 'mxtls history NAME' };

function viewOf(before: Snapshot | null, after: Snapshot, endsWithin = 14) {
  const comparison =
    before === null ? ('first' as const) : compareSnapshots(sourceOf(before), sourceOf(after));
  return { comparison, endsWithin, commands: COMMANDS };
}

/** What `--only-changes` prints; null for nothing. */
function mailOf(before: Snapshot | null, after: Snapshot, endsWithin = 14): string | null {
  const news = surveyNews(sourceOf(after), viewOf(before, after, endsWithin));
  return news && wholeText(news, plainScreen(80));
}

const certificateOf = (host: string, until: string) =>
  makeCertificate({ subject: `CN=${host}`, names: [host], notAfter: `${until}T00:00:00Z` });
const PLAIN: EndpointOverrides = { outcome: 'plaintext' };
const TLS12: EndpointOverrides = { tls: versionsOf(['TLSv1.2']) };

/** A survey in which these hosts, each the only one of its domain, present a certificate or are given. */
function week(date: string, hosts: Record<string, string | EndpointOverrides>): Snapshot {
  const held = Object.entries(hosts).map(([host, each]) => ({
    host,
    certificate: typeof each === 'string' ? certificateOf(host, each) : null,
    given: typeof each === 'string' ? TLS12 : each,
  }));
  return snapshotOf(date, {
    survey: { categories: [] },
    domains: held.map(({ host }) => ({
      ...{ domain: host.replace('mx.', ''), category: null, provider: null },
      hosts: [host],
    })),
    hosts: Object.fromEntries(
      held.map(({ host, certificate, given }) => [
        host,
        [certificate === null ? given : presenting(certificate, given)],
      ]),
    ),
    certificates: held.flatMap(({ certificate }) => certificate ?? []),
  });
}

const QUIET = {
  'mx.a.gr': '2027-01-02',
  'mx.b.gr': PLAIN,
  'mx.c.gr': { outcome: 'failed' },
} as const;

describe('--only-changes', () => {
  it('has nothing to say of a week in which nothing changed', () => {
    expect(mailOf(week('2026-11-23', QUIET), week('2026-11-30', QUIET))).toBeNull();
  });

  it('has nothing to say of a certificate that was renewed in time', () => {
    const after = { ...QUIET, 'mx.a.gr': '2027-03-02' };
    expect(mailOf(week('2026-11-23', QUIET), week('2026-11-30', after))).toBeNull();
  });

  it.each([
    { until: '2026-12-14', days: 14, speaks: true },
    { until: '2026-12-15', days: 14, speaks: true },
    { until: '2026-12-16', days: 14, speaks: false },
    { until: '2026-12-16', days: 30, speaks: true },
    { until: '2026-11-01', days: 14, speaks: false },
  ])(
    'of a certificate until $until speaks within $days days: $speaks',
    ({ until, days, speaks }) => {
      const same = { 'mx.a.gr': until };
      const mail = mailOf(week('2026-11-23', same), week('2026-11-30', same), days);
      expect(mail !== null).toBe(speaks);
      expect(mail ?? until).toContain(until);
    },
  );

  it('speaks where there is no survey to compare with', () => {
    expect(mailOf(null, week('2026-11-30', QUIET))).toContain('There is no earlier survey');
  });

  it('says regressions first, then what ends soon, improvements, other changes, and renewals as a number', () => {
    const before = week('2026-11-23', {
      ...{ 'mx.lost.gr': '2027-01-02', 'mx.gained.gr': PLAIN, 'mx.soon.gr': '2026-12-03' },
      ...{ 'mx.renewed.gr': '2026-12-20', 'mx.now.gr': { outcome: 'failed' } },
    });
    const after = week('2026-11-30', {
      ...{ 'mx.lost.gr': PLAIN, 'mx.gained.gr': '2027-01-02', 'mx.soon.gr': '2026-12-03' },
      ...{ 'mx.renewed.gr': '2027-03-20', 'mx.now.gr': PLAIN },
    });
    const mail = mailOf(before, after) ?? '';
    const parts = [
      'Changes between 2026-11-23 and 2026-11-30',
      'Regressions\n  lost.gr: mx.lost.gr',
      'Certificates that end within 14 days\n  2026-12-03 (in 2 days): mx.soon.gr (soon.gr)',
      'Improvements\n  gained.gr: mx.gained.gr',
      'Besides: 1 host with a renewed certificate and 1 known for the first time.',
    ];
    const places = parts.map((part) => mail.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(mail).not.toContain('renewed.gr');
  });
});

describe.each([26, 2_000])('a normal week of %i domains', (count) => {
  const [before, after] = twoWeeks(count);
  const view = viewOf(before, after);

  it('is a mail of one screen', async () => {
    const mail = mailOf(before, after) ?? '';
    expect(mail.split('\n').length).toBeLessThanOrEqual(40);
    await expect(mail).toMatchFileSnapshot(`expected/weeks/mail-${count}.txt`);
  });

  it('ends a survey with a text that a person has read', async () => {
    const text = wholeText(surveyDocument(sourceOf(after), view), plainScreen(80));
    await expect(text).toMatchFileSnapshot(`expected/weeks/survey-${count}.txt`);
    if (count > 40) expect(text.split('\n').length).toBeLessThanOrEqual(52);
  });
});
