import { describe, expect, it } from 'vitest';
import { TLS_VERSIONS, type TlsVersion } from '../../../src/model/records/words.ts';
import { categoriesOf } from '../../../src/report/providers/providers.ts';
import { RankingTable, rankText } from '../../../src/report/providers/ranking.ts';
import { versionsOf } from '../../compare/worlds.ts';
import { makeDomain, makeEndpoint, makeSnapshot } from '../../model/make-records.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import { whole } from '../whole.ts';
import { firstOf } from '../../../src/report/format/listing.ts';

/** What the servers of a provider are: a version that they support (joined by `+`, several; `?`: lower ones are untested), no STARTTLS, broken STARTTLS, unknown, or no mail. */
type Server = TlsVersion | Several | 'plaintext' | 'stripped' | 'failed' | 'no-mail';
type Several = `${TlsVersion}+${TlsVersion}` | `?${TlsVersion}`;

/** The TLS facts of a server that speaks these versions, and agreed on the highest of them. */
function tlsOf(server: TlsVersion | Several) {
  const spoken = TLS_VERSIONS.filter((each) => server.split(/[+?]/).includes(each));
  return versionsOf(spoken, server.startsWith('?') ? TLS_VERSIONS : []);
}

function ranking(providers: Record<string, Server[]>) {
  const endpoints = Object.entries(providers).flatMap(([name, servers]) =>
    servers.flatMap((server, index) => {
      const host = `mx${index}.${name}`;
      if (server === 'no-mail') return [];
      if (server === 'plaintext' || server === 'stripped' || server === 'failed') {
        return [makeEndpoint({ host, outcome: server })];
      }
      return [makeEndpoint({ host, tls: tlsOf(server), problems: ['name-mismatch'] })];
    }),
  );
  const domains = Object.entries(providers).map(([domain, servers]) =>
    servers.includes('no-mail')
      ? makeDomain({ domain, mx: { kind: 'null-mx' } })
      : makeDomain({ domain, hosts: servers.map((_, index) => `mx${index}.${domain}`) }, endpoints),
  );
  const [category] = categoriesOf(sourceOf(makeSnapshot({ domains, endpoints })));
  const table = new RankingTable();
  let number = 0;
  for (const provider of category?.providers ?? []) table.add(number++, provider);
  return table.ranking((each) => ({ category: null, provider: category?.nameAt(each) ?? '' }));
}

function named(providers: Record<string, Server[]>) {
  const { best, worst, known, unknown } = ranking(providers);
  const names = (ranks: typeof best) =>
    ranks.map((rank) => Array.from(rank.providers, ({ provider }) => provider).join(' '));
  return { best: names(best), worst: names(worst), known, unknown };
}

describe('RankingTable', () => {
  it.each<{ name: string; providers: Record<string, Server[]>; best: string[]; worst: string[] }>([
    {
      name: 'by level before version',
      providers: { 'a.gr': ['TLSv1'], 'b.gr': ['plaintext', 'TLSv1.3'] },
      best: ['a.gr'],
      worst: ['b.gr'],
    },
    {
      name: 'by version where the level is the same',
      providers: { 'a.gr': ['TLSv1'], 'b.gr': ['TLSv1.2'] },
      best: ['b.gr'],
      worst: ['a.gr'],
    },
    {
      name: 'by the lowest version of a provider',
      providers: { 'a.gr': ['TLSv1.3', 'TLSv1'], 'b.gr': ['TLSv1.2'] },
      best: ['b.gr'],
      worst: ['a.gr'],
    },
    {
      name: 'by the lowest version that a server speaks, not by the highest',
      providers: { 'a.gr': ['SSLv3+TLSv1.3'], 'b.gr': ['TLSv1'], 'c.gr': ['TLSv1+TLSv1.2'] },
      best: ['b.gr c.gr'],
      worst: ['a.gr'],
    },
    {
      name: 'what may speak a lower version below what is known not to',
      providers: { 'a.gr': ['?TLSv1.2'], 'b.gr': ['TLSv1.2'] },
      best: ['b.gr'],
      worst: ['a.gr'],
    },
    {
      name: 'no STARTTLS at all below some servers without',
      providers: { 'a.gr': ['plaintext'], 'b.gr': ['plaintext', 'TLSv1.2'] },
      best: ['b.gr'],
      worst: ['a.gr'],
    },
    {
      name: 'broken above none',
      providers: { 'a.gr': ['plaintext'], 'b.gr': ['stripped'] },
      best: ['b.gr'],
      worst: ['a.gr'],
    },
    {
      name: 'equal providers together, in their order',
      providers: { 'a.gr': ['TLSv1.2'], 'b.gr': ['plaintext'], 'c.gr': ['TLSv1.2'] },
      best: ['a.gr c.gr'],
      worst: ['b.gr'],
    },
    {
      name: 'nobody if all are equal',
      providers: { 'a.gr': ['TLSv1.2'], 'b.gr': ['TLSv1.2'] },
      best: [],
      worst: [],
    },
    {
      name: 'nobody for unknown results',
      providers: { 'a.gr': ['failed'], 'b.gr': ['TLSv1.2'], 'c.gr': ['no-mail'] },
      best: [],
      worst: [],
    },
    {
      name: 'no rank that is best and worst',
      providers: { 'a.gr': ['TLSv1'], 'b.gr': ['TLSv1.2'], 'c.gr': ['TLSv1.3'] },
      best: ['c.gr'],
      worst: ['a.gr'],
    },
  ])('ranks $name', ({ providers, best, worst }) => {
    expect(named(providers)).toMatchObject({ best, worst });
  });

  it.each<{ servers: Server[]; text: string }>([
    { servers: ['TLSv1.2'], text: 'STARTTLS on all servers, TLS 1.2 only' },
    { servers: ['TLSv1.2+TLSv1.3'], text: 'STARTTLS on all servers, TLS 1.2 or later' },
    { servers: ['SSLv3+TLSv1.2'], text: 'STARTTLS on all servers, SSL 3.0 or later' },
    { servers: ['?TLSv1.2'], text: 'STARTTLS on all servers, TLS 1.2 was spoken' },
    {
      servers: ['?TLSv1', '?TLSv1.2'],
      text: 'STARTTLS on all servers, TLS 1.0 and 1.2 were spoken',
    },
    { servers: ['TLSv1.2', 'failed'], text: 'STARTTLS on all known servers, TLS 1.2 only' },
    { servers: ['TLSv1', 'plaintext'], text: 'STARTTLS on some servers only, TLS 1.0 only' },
  ])('says of $servers: $text', ({ servers, text }) => {
    const { best, worst } = ranking({ 'a.gr': servers, 'z.gr': ['plaintext'] });
    const own = [...best, ...worst].find(
      ({ providers }) => firstOf(providers, 1)[0]?.provider === 'a.gr',
    );
    expect(own && rankText(own)).toBe(text);
  });

  it('gives three ranks at each end at most, and no more once there are three providers', () => {
    const versions = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
    const single = versions.map((version, index) => [`a${index}.gr`, [version]] as const);
    const many = ['x', 'y', 'z'].map((name) => [`${name}.gr`, ['plaintext']] as const);
    const all: Record<string, Server[]> = {};
    for (const [name, servers] of [...single, ...many]) all[name] = [...servers];
    expect(named(all)).toMatchObject({
      best: ['a4.gr', 'a3.gr', 'a2.gr'],
      worst: ['x.gr y.gr z.gr'],
      known: 8,
    });
  });

  it('counts the unknown addresses of a provider, and the providers that it leaves out', () => {
    const { best, known, unknown } = ranking({
      'a.gr': ['TLSv1.2', 'failed'],
      'b.gr': ['plaintext'],
      'c.gr': ['failed'],
      'd.gr': ['no-mail'],
    });
    expect(whole(best[0]?.providers)).toEqual([{ category: null, provider: 'a.gr', unknown: 1 }]);
    expect({ known, unknown }).toEqual({ known: 2, unknown: 2 });
  });
});
