import { beforeAll, describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import type { Comparison } from '../../../src/model/output/change.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import { PLAIN } from '../../screens.ts';
import { wholeText } from '../../../src/report/format/document-text.ts';
import { makeReport } from '../../../src/report/providers/make-report.ts';
import { reportDocument } from '../../../src/report/providers/report-document.ts';
import { greece2016 } from './greece-2016.ts';
import { surveyGreece } from './survey-greece.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

let snapshot: Snapshot;
let comparison: Comparison;
let tls: string;
let certificates: string;

/** The text of a provider in a section, on one line. */
function saidOf(section: string, provider: string): string {
  const lines = section.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`  ${provider}: `));
  const length = lines.slice(start + 1).findIndex((line) => !line.startsWith('    '));
  return start < 0
    ? ''
    : lines
        .slice(start, start + 1 + length)
        .map((line) => line.trim())
        .join(' ');
}

beforeAll(async () => {
  const greece = await greece2016();
  const first = await surveyGreece(greece, '2016-01-23', PROJECT);
  const second = await surveyGreece(greece, '2016-03-26', PROJECT);
  snapshot = { format: 'mxtls/1', ...first };
  comparison = compareSnapshots(sourceOf(first), sourceOf(second));
  const report = wholeText(
    reportDocument(
      makeReport({ source: sourceOf(snapshot), next: null, book: null, comparison: null }),
    ),
    PLAIN,
  );
  const [head = '', rest = ''] = report.split('Certificates per provider');
  tls = head;
  certificates = rest;
}, 120_000);

const NONE = /: Did NOT offer STARTTLS \(asked twice on 2016-01-23\)\.$/;

describe('what was published of TLS on 2016-01-23', () => {
  it.each([
    [
      'OTE/COSMOTE',
      /TLS 1\.2, and still TLS 1\.0, on cosmote\.gr; TLS 1\.0 only on .*otenet\.gr\. .*TLS unknown on/,
    ],
    [
      'WIND',
      /TLS 1\.0 only on windtools\.gr; wind\.gr did NOT offer STARTTLS.*TLS unknown on mx1\.windtools\.gr/,
    ],
    ['CYTA', NONE],
    ['FORTHNET', NONE],
    ['HOL', NONE],
    ['VODAFONE', NONE],
    ['GRNET', /: Supports TLS 1\.2, and still TLS 1\.0\.$/],
    ['SCH', /: Supports TLS 1\.0 only\./],
    ['TEE', NONE],
    ['MIL', /: Supports TLS 1\.0 only\.$/],
    ['AUTH', /: Supports TLS 1\.2, and still TLS 1\.0\.$/],
    ['NTUA', /: TLS 1\.2, and still TLS 1\.0, on ulysses\.noc\.ntua\.gr; TLS 1\.0 only on .*\.$/],
    ['UPATRAS', /: Supports TLS 1\.0 only\.$/],
    ['IN', NONE],
    ['FREEMAIL', NONE],
    ['MAILBOX', /: Supports TLS 1\.2, and still TLS 1\.0\.$/],
    ['ESPIV', /: Supports TLS 1\.2, and still TLS 1\.0\.$/],
  ])('%s', (provider, said) => {
    expect(saidOf(tls, provider)).toMatch(said);
  });
});

// Where the data of that day contradict the publication, the data count: the certificate of mx2.windtools.gr does not have
// its name; that of MIL came without its issuer's and had expired eight months before.
describe('what was published of certificates on 2016-01-23', () => {
  it.each([
    ['OTE/COSMOTE', /All mail\*\.dt-one\.com use the same self-signed certificate/],
    ['OTE/COSMOTE', /All \*\.ote\.gr have valid certificates of their own/],
    [
      'OTE/COSMOTE',
      /All \*\.otenet\.gr that speak TLS use the same certificate, issued for mailgate\.otenet\.gr/,
    ],
    [
      'WIND',
      /mx2\.windtools\.gr has a certificate issued for mail\.windtools\.gr .*not for mx2\.windtools\.gr/,
    ],
    ['GRNET', /mx0\.grnet\.gr has a valid certificate/],
    ['SCH', /expired 5 years ago .*signed by its own CA .*which expired 4 years ago .*as well/],
    ['MIL', /expired 8 months ago .*own CA/],
    ['AUTH', /valid certificate.*Hellenic Academic and Research Institutions/],
    ['NTUA', /All \*\.noc\.ntua\.gr use the same certificate, issued for smtp\.ntua\.gr/],
    ['UPATRAS', /albatross\.upnet\.gr has a valid certificate/],
    ['MAILBOX', /mail\.mailbox\.gr has a self-signed certificate/],
    ['ESPIV', /mail\.espiv\.net has a valid wildcard certificate for \*\.espiv\.net/],
  ])('%s', (provider, said) => {
    expect(saidOf(certificates, provider)).toMatch(said);
  });
});

describe('the snapshot', () => {
  it('is of that day and of the lab', () => {
    expect(snapshot.survey).toMatchObject({ date: '2016-01-23', vantage: 'lab', degraded: [] });
  });

  it('has 26 domains of seventeen providers in five categories', () => {
    expect(snapshot.domains).toHaveLength(26);
    expect(new Set(snapshot.domains.map(({ provider }) => provider)).size).toBe(17);
    expect(snapshot.survey.categories.map(({ providers }) => providers.length)).toEqual([
      6, 4, 3, 3, 1,
    ]);
  });

  it('never says that an unreachable host has no TLS', () => {
    const gone = snapshot.endpoints.filter(({ host }) => host === 'mx1.windtools.gr');
    expect(gone).toMatchObject([{ outcome: 'failed', failure: { code: 'refused' } }]);
  });
});

// In the lab these hosts were reachable before, so that what was published as new is an improvement.
describe('what was published as changed on 2016-03-26', () => {
  it('is found, and nothing else', () => {
    const found = comparison.changes.flatMap(({ kind, effect, subject, concerns }) => {
      const name = subject.type === 'host' ? subject.host : subject.domain;
      return concerns.map(({ provider }) => `${provider ?? ''}: ${name} ${kind}, ${effect}`);
    });
    expect(found).toEqual([
      'FORTHNET: mailsrv.forthnet.gr starttls-gained, improvement',
      'VODAFONE: mx1.mydomain.ro starttls-gained, improvement',
      'VODAFONE: mx2.mydomain.ro starttls-gained, improvement',
      'MAILBOX: mailbox.gr domain-moved, neutral',
    ]);
    expect(comparison.visibilityChanges).toEqual([]);
    expect(comparison.scanner).toEqual([]);
    expect(comparison.lists).toMatchObject({
      added: { total: 0 },
      removed: { total: 0 },
      regrouped: { total: 0 },
    });
  });

  it('is of vodafone.gr, not of vodafone.com.gr', () => {
    const concerned = comparison.changes.flatMap(({ concerns }) =>
      concerns.flatMap(({ domains }) => domains),
    );
    expect(concerned).toContain('vodafone.gr');
    expect(concerned).not.toContain('vodafone.com.gr');
  });
});
