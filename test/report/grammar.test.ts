import { compareVantages } from '../../src/compare/vantages/compare-vantages.ts';
import { reportedVantage, vantageBlocks } from '../../src/report/vantages/reported-vantages.ts';
import { vantagesDocument } from '../../src/report/vantages/vantages-document.ts';
import type { SeekableSource } from '../../src/model/records/snapshot-source.ts';
import { describe, expect, it } from 'vitest';
import { HistoryBook } from '../../src/compare/history/history-book.ts';
import { everything } from '../../src/compare/history/subjects.ts';
import { compareSnapshots } from '../../src/compare/changes/compare-snapshots.ts';
import { changesDocument } from '../../src/report/changes/changes-document.ts';
import { wholeText } from '../../src/report/format/document-text.ts';
import { historyDocument } from '../../src/report/history/history-document.ts';
import { makeReport } from '../../src/report/providers/make-report.ts';
import { reportDocument } from '../../src/report/providers/report-document.ts';
import type { Endpoint } from '../../src/model/records/endpoint.ts';
import type { Survey } from '../../src/model/records/survey.ts';
import { snapshotOf, sourceFor, versionsOf, type World } from '../compare/worlds.ts';
import { PLAIN as SCREEN } from '../screens.ts';
import {
  makeCertificate,
  makeDomain,
  makeEndpoint,
  makeSnapshot,
  type DomainOverrides,
} from '../model/make-records.ts';
import { sourceOf } from '../../src/model/records/snapshot-source.ts';

const GONE = {
  outcome: 'failed',
  failure: { stage: 'connect', code: 'refused', detail: '' },
} as const;
const PLAIN = { outcome: 'plaintext' } as const;
const TLS = { tls: versionsOf(['TLSv1.2']), problems: null } as const;

/** A number beside a noun or verb that does not agree with it. */
const DISAGREEING = [
  /\b1 (?:more |other |encrypted |unknown )*(?:domains|addresses|hosts|servers|names|providers|surveys|days|months|years|others|mores|regressions|improvements|changes|certificates)\b/,
  /(?<!\.)\b(?:0|[2-9]|\d{2,}) (?:more |other |encrypted |MX )*(?:domain|address|host|server|name|provider|survey|day|month|year|other|regression|improvement|change|certificate)\b(?! (?:change|of))/,
  /mores\b/,
  /\bthey (?:was|has|is)\b/,
  /\bit (?:were|have|are)\b/,
  /\S+\.gr and \S+\.gr (?:has|is|was|takes|speaks|offers)\b/,
  /\b(?:all|All) \S+ (?:has|is|was|takes|speaks|offers)\b/,
];

function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** A survey in which there are so many of everything that a report counts. */
function surveyWith(count: number) {
  const kinds = ['tls', 'plaintext', 'stripped', 'failed', 'bare'] as const;
  const certificates = [makeCertificate({ notAfter: '2026-11-25T00:00:00Z' })];
  const endpoints: Endpoint[] = [];
  const domains = kinds.flatMap((kind) =>
    Array.from({ length: count }, (_, index) => {
      const hosts = Array.from(
        { length: Math.min(count, 7) },
        (_each, host) => `mx${host}.${kind}${index}.gr`,
      );
      const own = hosts.map((host) => endpointOf(host, kind, certificates[0]?.id ?? ''));
      endpoints.push(...own);
      return makeDomain({ domain: `${kind}${index}.gr`, provider: kind, hosts }, own);
    }),
  );
  return makeSnapshot({
    survey: {
      excluded: { domains: count, hosts: count, addresses: count },
      categories: [{ name: 'C', providers: [...kinds] }],
    },
    domains: domains.map((each) => ({ ...each, category: 'C' })),
    endpoints,
    certificates,
  });
}

function endpointOf(host: string, kind: string, certificate: string): Endpoint {
  switch (kind) {
    case 'tls':
      return makeEndpoint({ host, certificate, undetermined: ['self-signed'] });
    case 'bare':
      return makeEndpoint({ host, problems: ['no-certificate'] });
    case 'plaintext':
    case 'stripped':
      return makeEndpoint({ host, outcome: kind });
    default:
      return makeEndpoint({ host, outcome: 'failed', failure: GONE.failure });
  }
}

describe('nouns and verbs agree with their numbers', () => {
  it.each([0, 1, 2, 3, 7, 70])('in a report with %i of everything', (count) => {
    const snapshot = surveyWith(count);
    const facts = {
      source: sourceOf(snapshot),
      next: '2026-11-30T03:00:00Z',
      book: null,
      comparison: null,
    };
    const text = flat(wholeText(reportDocument(makeReport(facts)), SCREEN));
    for (const pattern of DISAGREEING) expect(text).not.toMatch(pattern);
  });

  it.each([0, 1, 2, 3, 7, 70])('between two vantages with %i of everything', (count) => {
    const hosts = (kind: string, server: World['hosts'][string][number]) =>
      Array.from({ length: count }, (_, index) => [`${kind}${index}.a.gr`, [server]] as const);
    const from = (vantage: string, own: World['hosts'][string][number]): SeekableSource =>
      sourceFor('2026-11-23', {
        survey: { vantage },
        hosts: Object.fromEntries([
          ...hosts('both', own),
          ...hosts('gone', GONE),
          ...hosts(vantage, TLS),
        ]),
      });
    const comparison = compareVantages(from('athens', PLAIN), from('zurich', TLS));
    const blocks = vantageBlocks([reportedVantage(comparison, 'mxtls')], comparison.first);
    const section = { ...vantagesDocument(comparison), sections: [{ title: null, blocks }] };
    const text = flat(
      [vantagesDocument(comparison), section].map((each) => wholeText(each, SCREEN)).join('\n'),
    );
    for (const pattern of DISAGREEING) expect(text).not.toMatch(pattern);
  });

  it.each([0, 1, 2, 3, 7, 70])('in a diff and a history with %i of everything', (count) => {
    const hosts = (server: World['hosts'][string][number]) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`mx${index}.a.gr`, [server]]),
      );
    const worlds = [hosts(PLAIN), hosts(TLS), hosts(GONE), hosts(TLS)].map((own) => ({
      hosts: own,
    }));
    const dates = ['2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23'];
    const book = new HistoryBook();
    worlds.forEach((world, index) => {
      book.add(sourceFor(dates[index] ?? '', world));
    });
    const texts = worlds.slice(1).map((world, index) => {
      const [before, after] = [dates[index] ?? '', dates[index + 1] ?? ''];
      const old = sourceFor(before, worlds[index] ?? { hosts: {} });
      return wholeText(changesDocument(compareSnapshots(old, sourceFor(after, world))), SCREEN);
    });
    const history = historyDocument({ book, groups: everything(book), leftOut: [] });
    const text = flat([...texts, wholeText(history, SCREEN)].join('\n'));
    for (const pattern of DISAGREEING) expect(text).not.toMatch(pattern);
  });
});

it('several domains take mail, and move theirs', () => {
  const names = ['a.gr', 'b.gr'];
  const world = (mx: Partial<DomainOverrides>): World => ({
    domains: names.map((domain) => ({ domain, ...mx })),
    hosts: { 'mx.one.gr': [TLS], 'mx.two.gr': [TLS] },
  });
  const none = { mx: { kind: 'null-mx' as const } };
  const diff = (from: World, to: World) =>
    flat(
      wholeText(
        changesDocument(
          compareSnapshots(sourceFor('2026-11-16', from), sourceFor('2026-11-23', to)),
        ),
        SCREEN,
      ),
    );
  const [one, two] = [world({ hosts: ['mx.one.gr'] }), world({ hosts: ['mx.two.gr'] })];
  expect(diff(world(none), one)).toContain('a.gr and b.gr now take mail');
  expect(diff(one, world(none))).toContain('a.gr and b.gr no longer take mail');
  expect(diff(one, two)).toContain('a.gr and b.gr moved their mail');
});

describe('what the new hosts of a domain showed', () => {
  const before: World = { domains: [{ hosts: ['a.gr'] }], hosts: { 'a.gr': [PLAIN] } };
  const diffTo = (hosts: World['hosts']) =>
    flat(
      wholeText(
        changesDocument(
          compareSnapshots(
            sourceFor('2026-11-16', before),
            sourceFor('2026-11-23', {
              domains: [{ hosts: ['a.gr', ...Object.keys(hosts)] }],
              hosts: { ...before.hosts, ...hosts },
            }),
          ),
        ),
        SCREEN,
      ),
    );

  it.each([
    {
      name: 'is one clause where they are alike',
      hosts: { 'b.a.gr': [GONE], 'c.a.gr': [GONE] },
      words: 'added MX hosts b.a.gr and c.a.gr, which were unknown: connection refused.',
    },
    {
      name: 'names them where they differ',
      hosts: { 'b.a.gr': [TLS], 'c.a.gr': [GONE] },
      words:
        'added MX hosts b.a.gr and c.a.gr; b.a.gr spoke TLS 1.2; c.a.gr was unknown: connection refused.',
    },
  ])('$name', ({ hosts, words }) => {
    expect(diffTo(hosts)).toContain(words);
  });
});

describe('an imported survey', () => {
  const survey: Partial<Survey> = {
    settings: { depth: null, port: 25, passes: 1 },
    categories: [
      { name: 'C', providers: ['EXAMPLE', 'ABSENT'] },
      { name: 'D', providers: ['GONE'] },
    ],
  };
  const world: World = {
    survey,
    domains: [{ category: 'C', provider: 'EXAMPLE', hosts: ['a.gr', 'b.gr'] }],
    hosts: { 'a.gr': [TLS], 'b.gr': [GONE] },
  };
  const textOf = (own: World) => {
    const snapshot = snapshotOf('2026-11-23', own);
    const report = makeReport({
      source: sourceOf(snapshot),
      next: null,
      book: null,
      comparison: null,
    });
    return wholeText(reportDocument(report), SCREEN);
  };

  it('says of the providers without a domain that they were not observed', () => {
    const text = textOf(world);
    expect(text).toMatch(/\n {2}ABSENT: Not observed\.\n/);
    expect(text).toMatch(/\nD\n {2}GONE: Not observed\.\n/);
    expect(text).toContain('\n1 provider ranked; 2 not ranked (nothing known, or no mail):\n');
  });

  it('counts what is unknown beside what is known', () => {
    const text = textOf(world);
    expect(text).toContain('\n1 of 2 addresses of MX hosts showed TLS; 1 unknown\n');
    expect(text).toContain(
      '\n1 domain also has unknown addresses; it is counted by the known ones\n',
    );
  });

  it('of a scan, providers that were left out are not named', () => {
    const scan = { ...survey, settings: { depth: 'standard' as const, port: 25, passes: 3 } };
    expect(textOf({ ...world, survey: scan })).not.toContain('ABSENT');
  });
});
