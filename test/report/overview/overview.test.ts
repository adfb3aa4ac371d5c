import { describe, expect, it } from 'vitest';
import type { ChangeKind } from '../../../src/model/output/change-kinds.ts';
import type { ReportedDomain } from '../../../src/model/output/report.ts';
import type { Table } from '../../../src/report/document/document.ts';
import { NO_BREAK } from '../../../src/report/format/layout.ts';
import { overviewBlocks } from '../../../src/report/overview/overview-blocks.ts';
import {
  OverviewTable,
  type RowContext,
  type RowFacts,
} from '../../../src/report/overview/overview-rows.ts';

const AT = '2026-11-23T03:00:00Z';
const SINCE = '2026-11-16';

const GOOD: ReportedDomain = {
  domain: 'a.gr',
  unicode: 'a.gr',
  level: 'authenticated',
  decidedBy: null,
  starttls: 'all',
  tls: ['TLSv1.3'],
  spoken: ['TLSv1.2', 'TLSv1.3'],
  problems: [],
  counts: { tls: 1, plaintext: 0, broken: 0, unknown: 0 },
  mx: 'mx',
  hosts: ['mx.a.gr'],
  mtaSts: null,
  tlsRpt: null,
  since: { tls: null, level: null },
  lowest: 'TLSv1.2',
  onionMx: null,
  dnsbl: null,
};
const NONE: Partial<ReportedDomain> = { level: 'none', starttls: 'none', tls: [], spoken: [] };
const UNKNOWN: Partial<ReportedDomain> = {
  level: 'unknown',
  starttls: 'unknown',
  tls: [],
  spoken: [],
};
const NO_MAIL: Partial<ReportedDomain> = { level: 'no-mail', starttls: null, tls: [], spoken: [] };

function provider(
  name: string,
  domains: readonly Partial<ReportedDomain>[],
  { until = '2027-03-01T00:00:00Z', isKnown = true } = {},
): RowFacts {
  const certificate = {
    ...{ id: 'a'.repeat(64), subject: 'CN=a.gr', issuer: 'CN=R11', names: ['a.gr'] },
    ...{ namesTotal: 1, notBefore: null, notAfter: until, selfSigned: false },
    ...{ hosts: ['mx.a.gr'], mismatched: [], problems: [] },
    undetermined: isKnown ? [] : ['untrusted-issuer' as const],
  };
  return {
    name,
    listed: true,
    domains: domains.map((each) => ({ ...GOOD, ...each })),
    certificates: [certificate],
  };
}

function change(kind: ChangeKind, name: string) {
  return { kind, concerns: [{ category: null, provider: name, domains: ['a.gr'] }] };
}

function overview(providers: readonly RowFacts[], context: RowContext, since: string | null) {
  const table = new OverviewTable(context);
  for (const each of providers) table.add(null, each);
  return overviewBlocks({ overview: table.overview(), at: context.at, since });
}

function tableOf(providers: readonly RowFacts[], changes: ReturnType<typeof change>[] = []): Table {
  const context = { at: AT, endsWithin: 14, changes };
  const table = overview(providers, context, SINCE).find((block) => block.kind === 'table');
  if (table === undefined) throw new Error('no table');
  return table;
}

/** The cells of the only row. */
function rowOf(one: RowFacts, changes: ReturnType<typeof change>[] = []): string[] {
  return (tableOf([one], changes).rows[0] ?? []).map(({ text }) => text);
}

describe('a row of the overview', () => {
  it.each<{ name: string; domains: Partial<ReportedDomain>[]; row: string[] }>([
    { name: 'all is well', domains: [{}], row: ['✓', 'yes', '1.2–1.3'] },
    { name: 'one version', domains: [{ spoken: ['TLSv1.2'] }], row: ['✓', 'yes', '1.2'] },
    {
      name: 'lower versions were not tested',
      domains: [{ spoken: ['TLSv1.2'], lowest: null }],
      row: ['✓', 'yes', '1.2*'],
    },
    {
      name: 'SSL 3.0 is still spoken',
      domains: [{ spoken: ['SSLv3', 'TLSv1.2'] }],
      row: ['!', 'yes', 'SSL 3.0–1.2'],
    },
    {
      name: 'nothing newer than TLS 1.1',
      domains: [{ spoken: ['TLSv1'] }],
      row: ['!', 'yes', '1.0'],
    },
    { name: 'no STARTTLS', domains: [NONE], row: ['✗', 'no', ''] },
    { name: 'unknown is not no', domains: [UNKNOWN], row: ['?', 'unknown', ''] },
    { name: 'takes no mail', domains: [NO_MAIL], row: ['-', 'no mail', ''] },
    { name: 'three of four domains', domains: [{}, {}, {}, NONE], row: ['✗', '3/4', '1.2–1.3'] },
    { name: 'an unknown domain', domains: [{}, UNKNOWN], row: ['?', '1/1 1?', '1.2–1.3'] },
    { name: 'unknown domains alone', domains: [UNKNOWN, UNKNOWN], row: ['?', '2?', ''] },
    { name: 'a domain without mail', domains: [{}, {}, NO_MAIL], row: ['✓', '2/2', '1.2–1.3'] },
    {
      name: 'STARTTLS on some servers',
      domains: [{}, { level: 'none', starttls: 'some' }],
      row: ['✗', '1/2', '1.2–1.3'],
    },
  ])('where $name', ({ domains, row }) => {
    const [mark, , starttls, tls] = rowOf(provider('A', domains));
    expect([mark, starttls, tls]).toEqual(row);
  });

  it.each<{ name: string; facts: RowFacts; mark: string; cell: string }>([
    { name: 'valid', facts: provider('A', [{}]), mark: '✓', cell: 'valid, ends in 3 months' },
    {
      name: 'near its end',
      facts: provider('A', [{}], { until: '2026-11-25T04:00:00Z' }),
      mark: '!',
      cell: 'valid, ends in 2 days',
    },
    {
      name: 'not proven to be valid',
      facts: provider('A', [{ level: 'encrypted' }], { isKnown: false }),
      mark: '?',
      cell: 'partly unknown, ends in 3 months',
    },
    {
      name: 'expired',
      facts: provider('A', [{ level: 'encrypted', problems: ['expired', 'name-mismatch'] }], {
        until: '2026-01-01T00:00:00Z',
      }),
      mark: '!',
      cell: 'expired, wrong name',
    },
    {
      name: 'self-signed, which DANE takes no offence at',
      facts: provider('A', [{ level: 'enforced', problems: ['self-signed'] }]),
      mark: '✓',
      cell: 'self-signed, ends in 3 months',
    },
    { name: 'not there without TLS', facts: provider('A', [NONE]), mark: '✗', cell: '' },
  ])('says of a certificate that it is $name', ({ facts, mark, cell }) => {
    const row = rowOf(facts);
    expect([row[0], row[4]]).toEqual([mark, cell]);
  });

  it('paints an end that is near as a warning', () => {
    const row = tableOf([provider('A', [{}], { until: '2026-11-25T04:00:00Z' })]).rows[0];
    expect([row?.[0]?.paint, row?.[4]?.paint]).toEqual(['warn', 'warn']);
  });

  it.each<{ kinds: ChangeKind[]; cell: string | undefined }>([
    { kinds: [], cell: undefined },
    { kinds: ['certificate-renewed'], cell: undefined },
    { kinds: ['starttls-lost', 'starttls-lost'], cell: 'worse: STARTTLS lost' },
    {
      kinds: ['mx-added', 'starttls-gained', 'highest-version-down'],
      cell: 'worse: highest TLS version down; better: STARTTLS gained; MX host added',
    },
  ])('says what changed: $kinds', ({ kinds, cell }) => {
    expect(
      rowOf(
        provider('A', [{}]),
        kinds.map((kind) => change(kind, 'A')),
      )[5],
    ).toBe(cell);
  });
});

describe('the overview', () => {
  it('has the worst first, what became worse before what was so, then the order of the lists', () => {
    const providers = [
      provider('good', [{}]),
      provider('no mail', [NO_MAIL]),
      provider('unknown', [UNKNOWN]),
      provider('old TLS', [{ spoken: ['TLSv1'] }]),
      provider('broken', [{ level: 'broken', starttls: 'broken' }]),
      provider('half', [{}, NONE]),
      provider('none', [NONE]),
      provider('none as well', [NONE]),
      provider('lost it', [{}, {}, NONE]),
      provider('enforced', [{ level: 'enforced' }]),
    ];
    const { rows } = tableOf(providers, [change('starttls-lost', 'lost it')]);
    expect(rows.map((row) => row[1]?.text)).toEqual([
      ...['lost it', 'none', 'none as well', 'half', 'broken'],
      ...['old TLS', 'unknown', 'good', 'enforced', 'no mail'],
    ]);
  });

  it('of a long list shows the worst of what is wrong, and counts the rest', () => {
    const many = (count: number, domain: Partial<ReportedDomain>) =>
      Array.from({ length: count }, (_, nth) =>
        provider(`${domain.level ?? 'good'} ${nth}`, [domain]),
      );
    const providers = [...many(30, {}), ...many(7, UNKNOWN), ...many(12, NONE)];
    const context = { at: AT, endsWithin: 14, changes: [] };
    const blocks = overview(providers, context, null);
    expect(blocks.map((block) => (block.kind === 'table' ? block.rows.length : block))).toEqual([
      10,
      {
        kind: 'line',
        text: 'Not shown: 39 of 49 providers (2 with STARTTLS missing or broken, 7 unknown in part or whole and 30 good)',
      },
      { kind: 'line', text: `✗${NO_BREAK}STARTTLS missing or broken` },
    ]);
  });

  it('is empty without domains', () => {
    expect(overview([], { at: AT, endsWithin: 14, changes: [] }, null)).toEqual([]);
  });
});
