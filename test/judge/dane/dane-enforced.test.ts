import { describe, expect, it } from 'vitest';
import { isDaneEnforced } from '../../../src/judge/dane/dane-enforced.ts';
import { judgeDomain } from '../../../src/judge/mail-domain.ts';
import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import { DNSSEC_WORDS } from '../../../src/model/records/words.ts';
import { makeDomain, makeEndpoint, type EndpointOverrides } from '../../model/make-records.ts';

type Verdict = NonNullable<Endpoint['dane']>['verdict'];
const VERDICTS: Verdict[] = ['match', 'mismatch', 'unusable', 'none', 'failed'];

const [A, B] = ['mx1.example.gr', 'mx2.example.gr'];
const hosts = [A, B];
const mx = makeDomain({ hosts, mx: { dnssec: 'secure' } }).mx;

function at(host: string, verdict: Verdict | null, more: EndpointOverrides = {}): Endpoint {
  const dane = verdict && { dnssec: 'secure' as const, records: [], verdict };
  return makeEndpoint({ host, dane, ...more });
}

const UNKNOWN = { outcome: 'deferred', address: '192.0.2.9' } as const;

describe('DANE demands encryption', () => {
  it.each<[string, Endpoint[], boolean]>([
    ['where all hosts match', [at(A, 'match'), at(B, 'match')], true],
    ['where one has no TLSA record', [at(A, 'match'), at(B, 'none')], false],
    ['where one was not asked', [at(A, 'match'), at(B, null)], false],
    ['where one has no endpoint', [at(A, 'match')], false],
    ['where one host is unknown', [at(A, 'match'), at(B, null, UNKNOWN)], false],
    ['where all are unknown', [at(A, null, UNKNOWN), at(B, null, UNKNOWN)], false],
    [
      'where an address of one is unknown',
      [at(A, 'match'), at(A, null, UNKNOWN), at(B, 'match')],
      true,
    ],
    [
      'where an address of one does not match',
      [at(A, 'match'), at(A, 'mismatch'), at(B, 'match')],
      false,
    ],
    [
      'where an address of one was not judged',
      [at(A, 'match'), at(A, null), at(B, 'match')],
      false,
    ],
    ['of no endpoint', [], false],
  ])('%s: %j', (_, endpoints, expected) => {
    expect(isDaneEnforced(mx, endpoints)).toBe(expected);
  });

  it.each(VERDICTS)('on the verdict %s of one host only if it is a match', (verdict) => {
    expect(isDaneEnforced(mx, [at(A, 'match'), at(B, verdict)])).toBe(verdict === 'match');
  });

  it.each(DNSSEC_WORDS)('with MX and TLSA secure only: %s', (dnssec) => {
    const dane = { dnssec, records: [], verdict: 'match' as const };
    const endpoints = [at(A, 'match'), at(B, 'match')];
    expect(isDaneEnforced({ ...mx, dnssec }, endpoints)).toBe(dnssec === 'secure');
    expect(isDaneEnforced(mx, [at(A, 'match'), makeEndpoint({ host: B, dane })])).toBe(
      dnssec === 'secure',
    );
  });

  it.each([{ omittedHosts: 1 }, { excluded: 1 }, { hosts: [] }])('not with %j', (part) => {
    expect(isDaneEnforced({ ...mx, ...part }, [at(A, 'match'), at(B, 'match')])).toBe(false);
  });
});

describe('the level', () => {
  it.each<[string, Endpoint[], string]>([
    ['enforced by DANE', [at(A, 'match'), at(B, 'match')], 'enforced'],
    [
      'enforced by DANE-EE, whatever else its certificate is',
      [at(A, 'match', { problems: ['expired', 'name-mismatch', 'self-signed'] }), at(B, 'match')],
      'enforced',
    ],
    ['plaintext beside', [at(A, 'match'), at(B, 'mismatch', { outcome: 'plaintext' })], 'none'],
    ['broken beside', [at(A, 'match'), at(B, 'mismatch', { outcome: 'stripped' })], 'broken'],
    ['unknown beside', [at(A, 'match'), at(B, null, UNKNOWN)], 'authenticated'],
    ['mismatch beside', [at(A, 'match'), at(B, 'mismatch')], 'authenticated'],
    [
      'mismatch and a bad certificate',
      [at(A, 'match'), at(B, 'mismatch', { problems: ['expired'] })],
      'encrypted',
    ],
  ])('%s', (_, endpoints, level) => {
    const verdict = judgeDomain(mx, endpoints, null);
    expect(verdict.level).toBe(level);
    if (level === 'enforced') expect(verdict.decidedBy).toBeNull();
  });
});
