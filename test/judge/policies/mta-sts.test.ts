import { describe, expect, it } from 'vitest';
import { judgeMtaSts, type AskedMtaSts } from '../../../src/judge/policies/mta-sts.ts';
import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import type { Problem } from '../../../src/model/records/words.ts';
import { makeDomain, makeEndpoint } from '../../model/make-records.ts';

type Fit = NonNullable<MailDomain['mtaSts']>['mx'];
type Mode = 'enforce' | 'testing' | 'none';

function asked(mx: string[], mode: Mode = 'enforce'): AskedMtaSts {
  const policy = { mode, mx, maxAge: 86_400 };
  return { state: 'present', record: 'v=STSv1; id=1;', policy, error: null };
}

function mxOf(hosts: string[], parts: Partial<MailDomain['mx']> = {}): MailDomain['mx'] {
  return { ...makeDomain({ hosts }).mx, ...parts };
}

describe('a policy against the MX names', () => {
  it.each<[string[], string[], Fit]>([
    [['mx.a.gr'], ['mx.a.gr'], 'match'],
    [['*.a.gr'], ['mx.a.gr'], 'match'],
    [['*.a.gr'], ['mx1.a.gr', 'mx2.a.gr'], 'match'],
    [['*.a.gr', 'mx.b.gr'], ['mx.a.gr', 'mx.b.gr'], 'match'],
    [['*.a.gr'], ['mx.sub.a.gr'], 'mismatch'],
    [['*.sub.a.gr'], ['mx.sub.a.gr'], 'match'],
    [['*.a.gr'], ['a.gr'], 'mismatch'],
    [['a.gr'], ['a.gr'], 'match'],
    [['a.gr'], ['mx.a.gr'], 'mismatch'],
    [['*.a.gr'], ['mx.ba.gr'], 'mismatch'],
    [['*.gr'], ['a.gr'], 'match'],
    [['mx.a.gr'], ['*.a.gr'], 'mismatch'],
    [['mx.a.gr', 'old.a.gr'], ['mx.a.gr'], 'match'],
    [['mx.a.gr'], ['mx.a.gr', 'mx.b.gr'], 'partial'],
    [['mx.b.gr'], ['mx.a.gr'], 'mismatch'],
    [['mx.b.gr'], [], 'untested'],
  ])('%j, MX %j: %s', (patterns, hosts, expected) => {
    expect(judgeMtaSts(asked(patterns), mxOf(hosts), []).mx).toBe(expected);
    expect(judgeMtaSts(asked(patterns, 'testing'), mxOf(hosts), []).mx).toBe(expected);
  });

  it.each<[string, string[], Partial<MailDomain['mx']>, Fit]>([
    ['all known ones match', ['mx.a.gr'], { omittedHosts: 1 }, 'untested'],
    ['all known ones match, one is left out', ['mx.a.gr'], { excluded: 1 }, 'untested'],
    ['no known one matches', ['mx.b.gr'], { omittedHosts: 1 }, 'untested'],
    ['some match', ['mx.a.gr', 'mx.b.gr'], { omittedHosts: 1 }, 'partial'],
  ])('with MX that are not known, where %s', (_, hosts, parts, expected) => {
    expect(judgeMtaSts(asked(['mx.a.gr']), mxOf(hosts, parts), []).mx).toBe(expected);
  });

  it('is not tested for mode none', () => {
    const verdict = judgeMtaSts(asked(['mx.a.gr'], 'none'), mxOf(['mx.a.gr']), [tls('mx.a.gr')]);
    expect(verdict).toMatchObject({ mx: 'untested', certificates: 'untested' });
  });

  it('is not tested without a policy', () => {
    const without: AskedMtaSts = { state: 'absent', record: null, policy: null, error: null };
    expect(judgeMtaSts(without, mxOf(['mx.a.gr']), [tls('mx.a.gr')])).toEqual({
      ...without,
      mx: 'untested',
      certificates: 'untested',
    });
  });
});

function tls(
  host: string,
  problems: Problem[] | null = [],
  undetermined: Problem[] = [],
): Endpoint {
  return makeEndpoint({ host, problems, undetermined });
}

describe('a policy against the certificates', () => {
  it.each<[string, Endpoint[], Fit]>([
    ['all valid', [tls('mx1.a.gr'), tls('mx2.a.gr')], 'match'],
    ['weak, and valid', [tls('mx1.a.gr', ['weak-key', 'weak-signature'])], 'match'],
    ['one expired', [tls('mx1.a.gr'), tls('mx2.a.gr', ['expired'])], 'partial'],
    ['all wrong', [tls('mx1.a.gr', ['name-mismatch']), tls('mx2.a.gr', ['expired'])], 'mismatch'],
    ['none shown', [tls('mx1.a.gr', ['no-certificate'])], 'mismatch'],
    ['not judged', [tls('mx1.a.gr', null)], 'untested'],
    ['a question open', [tls('mx1.a.gr', [], ['name-mismatch'])], 'untested'],
    ['a question of strength open', [tls('mx1.a.gr', [], ['weak-key'])], 'match'],
    ['no TLS', [makeEndpoint({ host: 'mx1.a.gr', outcome: 'plaintext' })], 'untested'],
    [
      'one valid, one unknown',
      [tls('mx1.a.gr'), makeEndpoint({ host: 'mx2.a.gr', outcome: 'failed' })],
      'match',
    ],
    [
      'a wrong one that the policy does not have',
      [tls('mx1.a.gr'), tls('mx.b.gr', ['expired'])],
      'match',
    ],
    ['one alone that the policy does not have', [tls('mx.b.gr')], 'untested'],
    ['nobody asked', [], 'untested'],
  ])('%s', (_, endpoints, expected) => {
    const mx = mxOf(['mx1.a.gr', 'mx2.a.gr', 'mx.b.gr']);
    expect(judgeMtaSts(asked(['*.a.gr']), mx, endpoints).certificates).toBe(expected);
  });
});

it('stores 100 patterns of a policy, and those that match besides', () => {
  const many = Array.from({ length: 3_000 }, (_, i) => `mx${i}.example.gr`);
  const { policy, mx } = judgeMtaSts(asked([...many, '*.a.gr']), mxOf(['mx.a.gr']), []);
  expect(policy?.mx).toEqual([...many.slice(0, 100), '*.a.gr']);
  expect(mx).toBe('match');
});
