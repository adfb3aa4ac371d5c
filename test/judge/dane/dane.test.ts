import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { judgeDane, MAX_TLSA } from '../../../src/judge/dane/dane.ts';
import { locateFields } from '../../../src/judge/x509/certificate-fields.ts';
import type { TlsaRecord } from '../../../src/model/tlsa.ts';
import { makeCertificate, type LabCertificate } from '../../lab/certificates.ts';

const AT = new Date();
const DAY_MS = 86_400_000;
const PAST = { notBefore: new Date(+AT - 9 * DAY_MS), notAfter: new Date(+AT - DAY_MS) };
const HOST = 'mx.a.example';

/** The certificates of these tests, by name. */
const made = new Map<string, LabCertificate>();
function cert(name: string): LabCertificate {
  const found = made.get(name);
  if (found === undefined) throw new Error(`no certificate ${name}`);
  return found;
}

beforeAll(async () => {
  const make = async (name: string, spec: Parameters<typeof makeCertificate>[0]) => {
    made.set(name, await makeCertificate(spec));
  };
  const ca = { ca: true } as const;
  await make('root', { subject: 'CN=Root', ...ca });
  await make('middle', { subject: 'CN=Middle', issuer: cert('root'), ...ca });
  await make('old middle', { subject: 'CN=Old', issuer: cert('root'), ...ca, ...PAST });
  await make('stranger', { subject: 'CN=Stranger', ...ca });
  // A root of the same name with another key.
  await make('impostor', { subject: 'CN=Root', ...ca });
  await make('no CA', { subject: 'CN=Nobody', issuer: cert('root') });
  const issuer = cert('middle');
  const subject = 'CN=leaf';
  await make('leaf', { subject, names: [HOST], issuer });
  await make('domain leaf', { subject, names: ['a.example'], issuer });
  await make('domains leaf', { subject, names: ['a.example', 'b.example'], issuer });
  await make('wildcard leaf', { subject, names: ['*.a.example'], issuer });
  await make('other leaf', { subject, names: ['mx.elsewhere.example'], issuer });
  await make('CN leaf', { subject: `CN=${HOST}`, issuer });
  await make('CN beside names', { subject: `CN=${HOST}`, names: ['x.example'], issuer });
  await make('expired leaf', { subject, names: [HOST], issuer, ...PAST });
  await make('leaf of old', { subject, names: [HOST], issuer: cert('old middle') });
  await make('leaf of no CA', { subject, names: [HOST], issuer: cert('no CA') });
  await make('self-signed', { subject, names: [HOST] });
});

const DIGESTS = ['', 'sha256', 'sha512'];

/** A record for a certificate of this test as `3 1 1 leaf` has it. */
function record(text: string): TlsaRecord {
  const match = /^(\d+) (\d+) (\d+) (.*)$/.exec(text);
  if (match === null) throw new Error(text);
  const [usage = 0, selector = 0, matchingType = 0] = match.slice(1, 4).map(Number);
  return { usage, selector, matchingType, data: dataOf(selector, matchingType, match[4] ?? '') };
}

function dataOf(selector: number, matchingType: number, what: string): Buffer {
  if (what.startsWith('=')) return Buffer.from(what.slice(1), 'hex');
  const { der } = cert(what);
  const spki = locateFields(der).subjectPublicKeyInfo?.bytes ?? Buffer.alloc(0);
  const selected = selector === 0 ? der : Buffer.from(spki);
  const digest = DIGESTS[matchingType] ?? '';
  return digest === '' ? selected : createHash(digest).update(selected).digest();
}

interface Side {
  names?: string[];
  nextHops?: string[];
}

function verdict(chain: string, records: readonly string[], side: Side = {}): string {
  return judgeDane({
    records: records.map(record),
    chain: chain === '' ? [] : chain.split(', ').map((name) => cert(name).der),
    names: side.names ?? [HOST],
    nextHops: side.nextHops ?? [],
    at: AT,
  });
}

const CHAIN = 'leaf, middle, root';

describe('DANE-EE(3)', () => {
  it.each<[string, string, string]>([
    ['3 0 0 leaf', CHAIN, 'match'],
    ['3 0 1 leaf', CHAIN, 'match'],
    ['3 0 2 leaf', CHAIN, 'match'],
    ['3 1 0 leaf', CHAIN, 'match'],
    ['3 1 1 leaf', CHAIN, 'match'],
    ['3 1 2 leaf', CHAIN, 'match'],
    // Name, dates and chain do not count.
    ['3 1 1 other leaf', 'other leaf', 'match'],
    ['3 0 1 expired leaf', 'expired leaf', 'match'],
    ['3 1 1 self-signed', 'self-signed', 'match'],
    ['3 1 1 leaf', 'leaf, stranger', 'match'],
    ['3 1 1 other leaf', CHAIN, 'mismatch'],
    ['3 0 1 other leaf', CHAIN, 'mismatch'],
    ['3 0 0 other leaf', CHAIN, 'mismatch'],
    // An issuer is not the end entity.
    ['3 1 1 middle', CHAIN, 'mismatch'],
    ['3 1 1 leaf', '', 'mismatch'],
  ])('%s against %s is a %s', (text, chain, expected) => {
    expect(verdict(chain, [text])).toBe(expected);
  });
});

describe('DANE-TA(2)', () => {
  it.each<[string, string, string]>([
    ['2 0 1 root', CHAIN, 'match'],
    ['2 1 1 root', CHAIN, 'match'],
    ['2 1 2 root', CHAIN, 'match'],
    ['2 0 1 middle', 'leaf, middle', 'match'],
    ['2 1 1 middle', 'leaf, middle', 'match'],
    ['2 0 1 root', 'leaf, root, middle', 'match'],
    ['2 0 1 root', 'wildcard leaf, middle, root', 'match'],
    ['2 0 1 root', 'CN leaf, middle, root', 'match'],
    // A digest of what was not sent proves nothing.
    ['2 0 1 root', 'leaf, middle', 'mismatch'],
    ['2 1 1 middle', 'leaf', 'mismatch'],
    // The anchor is there, but no signature leads to it.
    ['2 0 1 stranger', 'leaf, middle, stranger', 'mismatch'],
    ['2 0 1 root', 'leaf, root', 'mismatch'],
    ['2 0 1 impostor', 'leaf, middle, impostor', 'mismatch'],
    ['2 0 1 root', 'leaf of no CA, no CA, root', 'mismatch'],
    // Names and dates count.
    ['2 0 1 root', 'other leaf, middle, root', 'mismatch'],
    ['2 0 1 root', 'CN beside names, middle, root', 'mismatch'],
    ['2 0 1 root', 'expired leaf, middle, root', 'mismatch'],
    ['2 0 1 root', 'leaf of old, old middle, root', 'mismatch'],
    ['2 0 1 old middle', 'leaf of old, old middle', 'mismatch'],
    // The server's own certificate is no trust anchor.
    ['2 0 1 leaf', CHAIN, 'mismatch'],
    ['2 0 1 self-signed', 'self-signed', 'mismatch'],
    ['2 0 1 root', '', 'mismatch'],
    // Whole in the DNS, it need not be sent.
    ['2 0 0 root', 'leaf, middle', 'match'],
    ['2 0 0 middle', 'leaf', 'match'],
    ['2 1 0 root', 'leaf, middle', 'match'],
    ['2 1 0 middle', 'leaf', 'match'],
    ['2 1 0 middle', CHAIN, 'match'],
    ['2 0 0 root', 'leaf', 'mismatch'],
    ['2 1 0 root', 'leaf', 'mismatch'],
    ['2 0 0 impostor', 'leaf, middle', 'mismatch'],
    ['2 1 0 impostor', 'leaf, middle', 'mismatch'],
    ['2 1 0 middle', 'other leaf', 'mismatch'],
    ['2 1 0 middle', 'expired leaf', 'mismatch'],
  ])('%s against %s is a %s', (text, chain, expected) => {
    expect(verdict(chain, [text])).toBe(expected);
  });

  it.each<[string, Side, string]>([
    ['other leaf', { names: ['mx.elsewhere.example', HOST] }, 'match'],
    ['other leaf', { names: [HOST], nextHops: ['elsewhere.example'] }, 'mismatch'],
    ['domain leaf', { nextHops: ['a.example'] }, 'match'],
    ['domain leaf', { nextHops: [] }, 'mismatch'],
    // What holds for one domain and not for the other is no fact of the host.
    ['domain leaf', { nextHops: ['a.example', 'b.example'] }, 'mismatch'],
    ['domains leaf', { nextHops: ['a.example', 'b.example'] }, 'match'],
  ])('%s, asked for %j, is a %s', (leaf, side, expected) => {
    expect(verdict(`${leaf}, middle, root`, ['2 1 1 root'], side)).toBe(expected);
  });
});

describe('what cannot be used', () => {
  const SHA256 = 'ab'.repeat(32);
  it.each([
    '0 0 1 root',
    '1 1 1 leaf',
    '1 0 1 leaf',
    '4 1 1 leaf',
    '255 1 1 leaf',
    `3 2 1 =${SHA256}`,
    `3 255 1 =${SHA256}`,
    `3 1 3 =${SHA256}`,
    `3 1 255 =${SHA256}`,
    `3 1 1 =${SHA256}ab`,
    `3 1 1 =${SHA256.slice(2)}`,
    '3 1 1 =',
    '3 1 2 =',
    '3 0 0 =',
    '3 1 0 =',
    `3 1 2 =${SHA256}`,
    `3 0 0 =${SHA256}`,
    `2 0 0 =${SHA256}`,
    `2 1 0 =${SHA256}`,
    '2 1 0 =30820122300d06092a864886f70d01010105000382010f00',
  ])('%s', (text) => {
    expect(verdict(CHAIN, [text])).toBe('unusable');
    expect(verdict(CHAIN, [text, '3 1 1 leaf'])).toBe('match');
    expect(verdict(CHAIN, [text, '3 1 1 other leaf'])).toBe('mismatch');
  });
});

describe('several records', () => {
  it.each<[string[], string]>([
    [[], 'none'],
    // A rollover: one for the old key, one for the new.
    [['3 1 1 other leaf', '3 1 1 leaf'], 'match'],
    [['3 1 1 other leaf', '2 1 1 root'], 'match'],
    [['3 1 1 other leaf', '2 1 1 stranger'], 'mismatch'],
    [['0 0 1 root', '1 1 1 leaf'], 'unusable'],
    // The strongest digest of a usage and selector decides (RFC 7671 §9), full data beside it.
    [['3 1 1 leaf', '3 1 2 other leaf'], 'mismatch'],
    [['3 1 1 other leaf', '3 1 2 leaf'], 'match'],
    [['3 1 1 leaf', '3 0 2 other leaf'], 'match'],
    [['3 1 1 leaf', '2 1 2 stranger'], 'match'],
    [['3 1 0 leaf', '3 1 2 other leaf'], 'match'],
    [['3 1 1 leaf', '3 1 2 =ab'], 'match'],
  ])('%j: %s', (records, expected) => {
    expect(verdict(CHAIN, records)).toBe(expected);
  });

  it('are compared up to the cap; beyond it the verdict is unknown', () => {
    const many = Array.from({ length: MAX_TLSA }, () => '3 1 1 other leaf');
    expect(verdict(CHAIN, many)).toBe('mismatch');
    expect(verdict(CHAIN, [...many, '3 1 1 other leaf'])).toBe('unknown');
    expect(verdict(CHAIN, ['3 1 1 leaf', ...many])).toBe('match');
  });
});

it('stops at the cap of signature checks; the verdict is then unknown', async () => {
  const keys = await Promise.all(
    Array.from({ length: 8 }, (_, i) => makeCertificate({ subject: `CN=${i}`, ca: true })),
  );
  const records = keys.map(({ der }) => ({
    usage: 2,
    selector: 1,
    matchingType: 0,
    data: Buffer.from(locateFields(der).subjectPublicKeyInfo?.bytes ?? []),
  }));
  const chain = [cert('leaf').der, ...Array.from({ length: 20 }, () => cert('stranger').der)];
  const facts = { records, names: [HOST], nextHops: [], at: AT };
  expect(judgeDane({ ...facts, chain })).toBe('unknown');
  expect(judgeDane({ ...facts, chain: chain.slice(0, 3) })).toBe('mismatch');
});

it.each([Buffer.alloc(0), Buffer.from('junk'), Buffer.alloc(2_000, 0x30)])(
  'a certificate that is none matches by its bytes alone: %#',
  (der) => {
    const side = { chain: [der, der], names: [HOST], nextHops: [], at: AT };
    const judged = (text: string) => judgeDane({ ...side, records: [record(text)] });
    expect(judged(`3 0 1 =${createHash('sha256').update(der).digest('hex')}`)).toBe('match');
    expect(judged('3 1 1 leaf')).toBe('mismatch');
    expect(judged('2 0 0 root')).toBe('mismatch');
  },
);
