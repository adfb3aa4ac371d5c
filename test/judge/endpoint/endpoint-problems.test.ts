import { describe, expect, it } from 'vitest';
import {
  judgeCertificate,
  type CertificateFacts,
} from '../../../src/judge/endpoint/endpoint-problems.ts';
import type { Certificate } from '../../../src/model/records/certificate.ts';

const HOST = 'mx.example.com';
const GOOD: Certificate = {
  id: 'a'.repeat(64),
  subject: 'CN=mx.example.com',
  issuer: 'CN=Middle',
  names: [HOST],
  namesTotal: 1,
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2026-12-31T23:59:59Z',
  serial: '01',
  key: 'RSA 2048',
  signature: 'sha256WithRSAEncryption',
  spkiSha256: 'b'.repeat(64),
  selfSigned: false,
  ca: false,
};
const MIDDLE = {
  ...GOOD,
  subject: 'CN=Middle',
  issuer: 'CN=Root',
  names: [],
  namesTotal: 0,
  ca: true,
};
const ROOT = { ...MIDDLE, subject: 'CN=Root', selfSigned: true };
const EXPIRED = { notAfter: '2026-06-30T00:00:00Z' };
const FACTS: CertificateFacts = {
  host: HOST,
  certificate: GOOD,
  via: [MIDDLE, ROOT],
  pathEnd: 'trusted',
  at: new Date('2026-11-23T03:00:00Z'),
};

const judge = (facts: Partial<CertificateFacts>) => judgeCertificate({ ...FACTS, ...facts });
const judgeLeaf = (leaf: Partial<Certificate>) => judge({ certificate: { ...GOOD, ...leaf } });

describe('nothing wrong', () => {
  it('is two empty lists', () => {
    expect(judge({})).toEqual({ problems: [], undetermined: [], notes: [] });
  });
});

describe('one thing wrong', () => {
  it.each([
    ['expired', { certificate: { ...GOOD, ...EXPIRED } }],
    ['not-yet-valid', { certificate: { ...GOOD, notBefore: '2026-12-01T00:00:00Z' } }],
    ['name-mismatch', { host: 'mx2.example.com' }],
    ['name-mismatch', { host: '192.0.2.1' }],
    ['self-signed', { pathEnd: 'self-signed' as const, via: [] }],
    ['untrusted-issuer', { pathEnd: 'untrusted-root' as const }],
    ['incomplete-chain', { pathEnd: 'missing-issuer' as const, via: [] }],
    ['issuer-expired', { via: [{ ...MIDDLE, ...EXPIRED }, ROOT] }],
    ['issuer-expired', { via: [MIDDLE, { ...ROOT, ...EXPIRED }] }],
    ['weak-key', { certificate: { ...GOOD, key: 'RSA 1024' } }],
    ['weak-key', { via: [{ ...MIDDLE, key: 'RSA 1024' }, ROOT] }],
    ['weak-signature', { certificate: { ...GOOD, signature: 'sha1WithRSAEncryption' } }],
    ['weak-signature', { via: [{ ...MIDDLE, signature: 'md5WithRSAEncryption' }, ROOT] }],
    ['no-certificate', { certificate: null, via: [], pathEnd: null }],
  ])('%s: %j', (problem, facts) => {
    expect(judge(facts)).toEqual({ problems: [problem], undetermined: [], notes: [] });
  });
});

describe('several things wrong', () => {
  it('none hides another, and they stand in the order of the word list', () => {
    const certificate = { ...GOOD, ...EXPIRED, key: 'RSA 512', signature: 'md5WithRSAEncryption' };
    const via = [{ ...ROOT, ...EXPIRED }];
    expect(judge({ host: 'b.example', certificate, via, pathEnd: 'untrusted-root' })).toEqual({
      problems: [
        'expired',
        'name-mismatch',
        'untrusted-issuer',
        'issuer-expired',
        'weak-key',
        'weak-signature',
      ],
      undetermined: [],
      notes: [],
    });
  });

  it('includes dates that are both wrong', () => {
    const problems = ['expired', 'not-yet-valid'];
    const dates = { notBefore: '2027-01-01T00:00:00Z', notAfter: '2025-01-01T00:00:00Z' };
    expect(judgeLeaf(dates)).toMatchObject({ problems });
  });
});

describe('dates', () => {
  it.each([
    ['2026-12-31T23:59:59Z', []],
    ['2026-12-31T23:59:59.999Z', []],
    ['2027-01-01T00:00:00Z', ['expired']],
    ['2026-01-01T00:00:00Z', []],
    ['2025-12-31T23:59:59.999Z', ['not-yet-valid']],
  ])('include both ends to the second: %s', (at, problems) => {
    expect(judge({ via: [], pathEnd: 'trusted', at: new Date(at) })).toMatchObject({ problems });
  });

  it('of any year are compared as instants', () => {
    const dates = { notBefore: '1951-01-01T00:00:00Z', notAfter: '9999-12-31T23:59:59Z' };
    expect(judgeLeaf(dates)).toMatchObject({ problems: [], undetermined: [] });
  });
});

describe('what the facts do not say is undetermined', () => {
  it.each([
    [
      'no dates',
      { certificate: { ...GOOD, notBefore: null, notAfter: null } },
      ['expired', 'not-yet-valid'],
    ],
    ['no date of an issuer', { via: [{ ...MIDDLE, notAfter: null }, ROOT] }, ['issuer-expired']],
    [
      'names that are not stored',
      { host: 'b.example', certificate: { ...GOOD, namesTotal: 101 } },
      ['name-mismatch'],
    ],
    ['an unknown key', { certificate: { ...GOOD, key: 'OID 1.2.3' } }, ['weak-key']],
    ['no key', { certificate: { ...GOOD, key: null } }, ['weak-key']],
    ['an issuer with an unknown key', { via: [{ ...MIDDLE, key: null }, ROOT] }, ['weak-key']],
    [
      'an unknown signature',
      { certificate: { ...GOOD, signature: 'OID 1.2.3' } },
      ['weak-signature'],
    ],
    [
      'no path',
      { via: [], pathEnd: null },
      ['self-signed', 'untrusted-issuer', 'incomplete-chain', 'issuer-expired'],
    ],
  ])('%s', (_, facts, undetermined) => {
    expect(judge(facts)).toEqual({ problems: [], undetermined, notes: [] });
  });

  it('does not hide what they do say', () => {
    expect(
      judge({
        via: [
          { ...MIDDLE, ...EXPIRED },
          { ...MIDDLE, notAfter: null },
        ],
      }),
    ).toEqual({
      problems: ['issuer-expired'],
      undetermined: [],
      notes: [],
    });
    expect(judgeLeaf({ namesTotal: 101 })).toMatchObject({ problems: [], undetermined: [] });
  });
});

describe('roots aside', () => {
  const weak = { key: 'RSA 1024', signature: 'md5WithRSAEncryption' };

  it.each([
    ['an anchor', { via: [MIDDLE, { ...ROOT, ...weak }] }, []],
    ['an anchor that is not self-signed', { via: [{ ...MIDDLE, ...weak }] }, []],
    [
      'a root nobody trusts',
      { via: [{ ...ROOT, ...weak }], pathEnd: 'untrusted-root' as const },
      ['untrusted-issuer'],
    ],
    [
      'the last issuer found is none',
      { via: [{ ...MIDDLE, ...weak }], pathEnd: 'missing-issuer' as const },
      ['incomplete-chain', 'weak-key', 'weak-signature'],
    ],
    [
      'anything self-signed on the way',
      { via: [{ ...ROOT, ...weak }], pathEnd: 'missing-issuer' as const },
      ['incomplete-chain'],
    ],
    [
      'the signature of a self-signed leaf',
      {
        certificate: { ...GOOD, selfSigned: true, signature: weak.signature },
        via: [],
        pathEnd: 'self-signed' as const,
      },
      ['self-signed'],
    ],
    [
      'the signature of a leaf that is an anchor',
      { certificate: { ...GOOD, signature: weak.signature }, via: [] },
      [],
    ],
    [
      'the key of a self-signed leaf counts',
      {
        certificate: { ...GOOD, selfSigned: true, ...weak },
        via: [],
        pathEnd: 'self-signed' as const,
      },
      ['self-signed', 'weak-key'],
    ],
  ])('%s', (_, facts, problems) => {
    expect(judge(facts)).toMatchObject({ problems, undetermined: [] });
  });
});

describe('weak keys', () => {
  it.each([
    ['RSA 2048', []],
    ['RSA 2047', ['weak-key']],
    ['RSA-PSS 1024', ['weak-key']],
    ['RSA-PSS 3072', []],
    ['DSA 1024', ['weak-key']],
    ['DSA 2048', []],
    ['EC P-224', []],
    ['EC P-192', ['weak-key']],
    ['EC sect163r2', ['weak-key']],
    ['Ed25519', []],
    ['Ed448', []],
    ['ML-DSA-44', []],
  ])('%s: %j', (key, problems) => {
    expect(judgeLeaf({ key })).toMatchObject({ problems, undetermined: [] });
  });

  it.each(['EC explicit', 'EC OID 1.2.3', 'RSA', 'RSA big', 'X25519', 'Ed25519 2', ''])(
    'unknown from %j',
    (key) => {
      expect(judgeLeaf({ key })).toMatchObject({ problems: [], undetermined: ['weak-key'] });
    },
  );
});

describe('weak signatures', () => {
  it.each([
    ['md2WithRSAEncryption', ['weak-signature']],
    ['md5WithRSA', ['weak-signature']],
    ['sha1WithRSA', ['weak-signature']],
    ['dsaWithSHA', ['weak-signature']],
    ['dsaWithSHA1', ['weak-signature']],
    ['ecdsa-with-SHA1', ['weak-signature']],
    ['rsassaPss-SHA1', ['weak-signature']],
    ['rsassaPss-SHA256', []],
    ['ecdsa-with-SHA224', []],
    ['dsa_with_SHA256', []],
    ['ED25519', []],
  ])('%s: %j', (signature, problems) => {
    expect(judgeLeaf({ signature })).toMatchObject({ problems, undetermined: [] });
  });

  it('unknown from RSASSA-PSS with an unknown hash', () => {
    expect(judgeLeaf({ signature: 'rsassaPss' })).toMatchObject({
      undetermined: ['weak-signature'],
    });
  });
});

describe('the note name-only-in-cn', () => {
  it('stands beside the mismatch', () => {
    expect(judgeLeaf({ names: [], namesTotal: 0 })).toEqual({
      problems: ['name-mismatch'],
      undetermined: [],
      notes: ['name-only-in-cn'],
    });
  });
});
