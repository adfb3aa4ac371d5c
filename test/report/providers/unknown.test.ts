import { describe, expect, it } from 'vitest';
import { NO_TLS_SHOWN, type Failure } from '../../../src/model/records/failure.ts';
import { categoriesOf } from '../../../src/report/providers/providers.ts';
import { UnknownTable } from '../../../src/report/providers/unknown.ts';
import {
  makeDomain,
  makeEndpoint,
  makeSnapshot,
  type EndpointOverrides,
} from '../../model/make-records.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import { whole } from '../whole.ts';

function failure(code: Failure['code'], stage: Failure['stage'] = 'connect'): Failure {
  return { stage, code, detail: '' };
}

function groupsOf(hosts: Record<string, EndpointOverrides[]>) {
  const endpoints = Object.entries(hosts).flatMap(([host, own]) =>
    own.map((each, index) => makeEndpoint({ host, address: `192.0.2.${index + 1}`, ...each })),
  );
  const domains = Object.keys(hosts).map((host) =>
    makeDomain({ domain: host.replace(/^mx\d*\./, ''), provider: 'P', hosts: [host] }, endpoints),
  );
  const failed = makeDomain({
    domain: 'z.gr',
    mx: { kind: 'failed', failure: failure('server-failure', 'dns') },
  });
  const snapshot = makeSnapshot({ domains: [...domains, failed], endpoints });
  const [category] = categoriesOf(sourceOf(snapshot));
  const table = new UnknownTable('2026-11-23');
  let number = 0;
  for (const provider of category?.providers ?? []) table.add(number++, provider);
  return table.groups((each) => ({ category: null, provider: category?.nameAt(each) ?? '' }));
}

/** Of one host, without the domain that failed. */
function reasons(endpoint: EndpointOverrides) {
  return groupsOf({ 'mx.a.gr': [endpoint] }).filter(({ about }) => about !== 'mx');
}

describe('UnknownTable', () => {
  it.each<{ endpoint: EndpointOverrides; words: string[]; ours: boolean; reason: string }>([
    {
      endpoint: { outcome: 'failed', failure: failure('timeout') },
      words: ['timeout'],
      ours: false,
      reason: 'no answer in time at connect',
    },
    {
      endpoint: { outcome: 'rejected', reply: { stage: 'greeting', code: 554, text: 'go away' } },
      words: ['rejected'],
      ours: false,
      reason: 'rejected us (554 go away)',
    },
    {
      endpoint: { outcome: 'deferred', reply: { stage: 'ehlo', code: 421, text: 'later' } },
      words: ['deferred'],
      ours: false,
      reason: 'deferred us (421 later)',
    },
    {
      endpoint: { outcome: 'tls-failed', failure: failure('reset', 'handshake') },
      words: ['reset'],
      ours: false,
      reason: 'connection reset during the TLS handshake',
    },
    {
      endpoint: { outcome: 'failed', failure: NO_TLS_SHOWN, smtp: null },
      words: ['unexpected'],
      ours: false,
      reason: 'showed no TLS (reachability not recorded)',
    },
    {
      endpoint: { outcome: 'failed', failure: failure('no-ipv6') },
      words: ['no-ipv6'],
      ours: true,
      reason: 'the scanner has no IPv6',
    },
    {
      endpoint: { outcome: 'failed', failure: failure('blocked') },
      words: ['blocked'],
      ours: true,
      reason: 'outbound connections are blocked on our side',
    },
    {
      endpoint: { outcome: 'failed', failure: failure('local-limit') },
      words: ['local-limit'],
      ours: true,
      reason: 'a limit of the scanner at connect',
    },
    {
      endpoint: { problems: null, certificate: '0'.repeat(64) },
      words: ['undetermined'],
      ours: false,
      reason: 'whether the certificate is valid',
    },
    {
      endpoint: { problems: null },
      words: ['undetermined'],
      ours: false,
      reason: 'which certificate the server has',
    },
    {
      endpoint: { certificate: '0'.repeat(64), undetermined: ['expired', 'weak-key'] },
      words: ['expired', 'weak-key'],
      ours: false,
      reason: 'whether it has expired or whether its key is weak',
    },
    {
      endpoint: {
        certificate: '0'.repeat(64),
        undetermined: ['self-signed', 'untrusted-issuer', 'incomplete-chain', 'issuer-expired'],
      },
      words: ['self-signed', 'untrusted-issuer', 'incomplete-chain', 'issuer-expired'],
      ours: false,
      reason: 'whether its chain leads to a trusted root',
    },
  ])('of $words', ({ endpoint, words, ours, reason }) => {
    expect(whole(reasons(endpoint))).toMatchObject([
      { words, ours, reason, total: 1, providers: [{ provider: 'P', hosts: ['mx.a.gr'] }] },
    ]);
  });

  it.each<{ endpoint: EndpointOverrides }>([
    { endpoint: { certificate: '0'.repeat(64) } },
    { endpoint: { problems: ['no-certificate'] } },
    { endpoint: { outcome: 'plaintext' } },
    { endpoint: { outcome: 'stripped' } },
    { endpoint: { outcome: 'tls-failed', failure: failure('tls-alert', 'handshake') } },
  ])('leaves out what is known: $endpoint', ({ endpoint }) => {
    expect(reasons(endpoint)).toEqual([]);
  });

  it('lists domains, then servers, then limits of the scanner, then certificates, the most frequent first', () => {
    const found = groupsOf({
      'mx.a.gr': [{ outcome: 'failed', failure: failure('local-limit') }],
      'mx.b.gr': [{ outcome: 'failed', failure: failure('refused') }],
      'mx.c.gr': [
        { outcome: 'failed', failure: failure('timeout') },
        { outcome: 'failed', failure: failure('timeout') },
      ],
      'mx.d.gr': [{ problems: null, certificate: '0'.repeat(64) }],
    });
    expect(found.map(({ words, total }) => [...words, total])).toEqual([
      ['server-failure', 1],
      ['timeout', 2],
      ['refused', 1],
      ['local-limit', 1],
      ['undetermined', 1],
    ]);
    expect(whole(found[0])).toMatchObject({
      about: 'mx',
      providers: [{ provider: 'z.gr', hosts: ['z.gr'] }],
    });
  });
});
