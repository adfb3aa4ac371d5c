import { describe, expect, it } from 'vitest';
import { judgeEndpointAgain } from '../../../src/judge/again.ts';
import {
  asOrdinarilySeen,
  certificateKey,
  eachCertificate,
  worstOf,
} from '../../../src/judge/endpoint/each-certificate.ts';
import { certificateIdsOf, type DeepFacts } from '../../../src/model/records/endpoint.ts';
import type { Problem } from '../../../src/model/records/words.ts';
import { makeCertificate, makeDeep, makeEndpoint } from '../../model/make-records.ts';

const HOST = 'mx.example.gr';
const AT = new Date('2026-11-23T03:00:00Z');
const ROOT = makeCertificate({ subject: 'CN=Root', names: [], ca: true });
const MIDDLE = makeCertificate({ subject: 'CN=Middle', names: [], ca: true });
const EC = makeCertificate({ key: 'EC P-256' });
const OLD_RSA = makeCertificate({ key: 'RSA 2048', notAfter: '2026-08-15T00:00:00Z' });
const ALL = [ROOT, MIDDLE, EC, OLD_RSA];
const find = (id: string) => ALL.find((each) => each.id === id) ?? null;

const ONE = { problems: [], undetermined: [], dane: null };
const PRESENTED: NonNullable<DeepFacts['presented']> = {
  RSA: {
    ...ONE,
    chain: [OLD_RSA.id, MIDDLE.id],
    path: { outcome: 'trusted', via: [MIDDLE.id, ROOT.id] },
    dane: 'mismatch',
  },
  ECDSA: {
    ...ONE,
    chain: [EC.id],
    path: { outcome: 'trusted', via: [ROOT.id] },
    dane: 'match',
  },
};
const TWO = makeEndpoint({
  host: HOST,
  certificate: EC.id,
  chain: [EC.id],
  path: PRESENTED.ECDSA.path,
  dane: { dnssec: 'secure', records: [], verdict: 'mismatch' },
  deep: makeDeep({ certificates: { RSA: OLD_RSA.id, ECDSA: EC.id }, presented: PRESENTED }),
});

describe('the verdict on two certificates', () => {
  it.each<[string, [Problem[], Problem[]][], Problem[], Problem[]]>([
    [
      'both valid',
      [
        [[], []],
        [[], []],
      ],
      [],
      [],
    ],
    [
      'one has expired',
      [
        [[], []],
        [['expired'], []],
      ],
      ['expired'],
      [],
    ],
    [
      'problems of each',
      [
        [['weak-key'], []],
        [['expired'], []],
      ],
      ['expired', 'weak-key'],
      [],
    ],
    [
      'a question that is open for one',
      [
        [[], []],
        [[], ['expired']],
      ],
      [],
      ['expired'],
    ],
    [
      'a question that one answers with yes',
      [
        [['expired'], []],
        [[], ['expired']],
      ],
      ['expired'],
      [],
    ],
  ])('%s', (_, verdicts, problems, undetermined) => {
    const both = verdicts.map(([one, open]) => ({ problems: one, undetermined: open }));
    expect(worstOf(both)).toEqual({ problems, undetermined });
  });
});

describe('an endpoint with two certificates', () => {
  const judged = judgeEndpointAgain(TWO, find, AT);

  it('is judged again from the facts of each', () => {
    expect(judged).toMatchObject({ problems: ['expired'], undetermined: [] });
    expect(judged.deep?.presented).toMatchObject({
      RSA: { problems: ['expired'] },
      ECDSA: { problems: [] },
    });
  });

  it('is seen once with each, the ordinary one first', () => {
    expect(eachCertificate(judged)).toMatchObject([
      { certificate: EC.id, problems: [], dane: { verdict: 'match' } },
      {
        certificate: OLD_RSA.id,
        chain: [OLD_RSA.id, MIDDLE.id],
        problems: ['expired'],
        dane: { verdict: 'mismatch' },
      },
    ]);
    expect(eachCertificate(judged).map(certificateKey)).toEqual(['ECDSA', 'RSA']);
    const rsaFirst = { ...judged, certificate: OLD_RSA.id };
    expect(eachCertificate(rsaFirst).map(certificateKey)).toEqual(['RSA', 'ECDSA']);
  });

  it('is to an ordinary client what it was without the other', () => {
    expect(asOrdinarilySeen(judged)).toMatchObject({
      certificate: EC.id,
      problems: [],
      dane: { verdict: 'match' },
      deep: null,
    });
  });

  it('refers to the certificates of both chains and paths', () => {
    expect(new Set(certificateIdsOf(TWO))).toEqual(new Set(ALL.map(({ id }) => id)));
  });

  it('keeps its verdict where the snapshot lost one of them', () => {
    const lost = (id: string) => (id === OLD_RSA.id ? null : find(id));
    const stored = { ...TWO, problems: ['expired' as const] };
    expect(judgeEndpointAgain(stored, lost, AT)).toEqual(stored);
  });
});

describe('a second certificate in a snapshot that has no chain of it', () => {
  const early = { ...TWO, deep: TWO.deep && { ...TWO.deep, presented: null } };

  it('is judged by what is known of it alone', () => {
    expect(judgeEndpointAgain(early, find, AT)).toMatchObject({
      problems: ['expired'],
      undetermined: ['self-signed', 'untrusted-issuer', 'incomplete-chain', 'issuer-expired'],
      deep: { presented: { RSA: { path: null, dane: null }, ECDSA: { path: TWO.path } } },
    });
  });
});

it('an endpoint with one certificate is seen once, as it is', () => {
  const one = makeEndpoint({ certificate: EC.id });
  expect(eachCertificate(one)).toEqual([one]);
  expect(certificateKey(one)).toBeNull();
});
