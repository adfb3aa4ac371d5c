import { beforeAll, describe, expect, it } from 'vitest';
import { buildPath, prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import { parseCertificate } from '../../../src/judge/x509/parse-certificate.ts';
import { makeCertificate, type LabCertificate } from '../../lab/certificates.ts';
import { Authority, ids, trusting } from './authority.ts';
import {
  caExtension,
  der,
  dnsNamesExtension,
  extension,
  oid,
  type HandmadeParts,
} from './handmade.ts';

const AT = new Date('2026-11-23T03:00:00Z');
const NO_ROOTS = prepareRoots([]);
const utc = (text: string) => der(0x17, text);
const EXPIRED = { notAfter: utc('210101000000Z') };
const AHEAD = { notBefore: utc('290101000000Z') };

const rootCa = new Authority('Root');
const root = rootCa.certifiedBy(rootCa);
const middleCa = new Authority('Middle');
const middle = middleCa.certifiedBy(rootCa);
const leaf = middleCa.signs({});
const roots = trusting(root);

describe('a chain to a trusted root', () => {
  const otherCa = new Authority('Other');
  const stranger = otherCa.certifiedBy(otherCa);

  it.each([
    ['as it should be sent', [leaf, middle]],
    ['with the root', [leaf, middle, root]],
    ['in the wrong order', [leaf, root, middle]],
    ['with duplicates', [leaf, middle, leaf, middle, root, root]],
    ['with strangers between', [leaf, stranger, otherCa.signs({}), middle, stranger]],
  ])('%s', (_, sent) => {
    const { outcome: end, via, fromRoots } = buildPath(sent, roots, AT);
    expect([end, via]).toEqual(['trusted', ids(middle, root)]);
    const expected = sent.includes(root) ? [] : [parseCertificate(root).certificate];
    expect(fromRoots).toEqual(expected);
  });

  it('of one certificate', () => {
    const direct = rootCa.signs({});
    expect(buildPath([direct], roots, AT)).toMatchObject({ outcome: 'trusted', via: ids(root) });
  });

  it('whose leaf is in the roots itself', () => {
    const own = trusting(leaf);
    expect(buildPath([leaf], own, AT)).toEqual({
      outcome: 'trusted',
      via: [],
      fromRoots: [],
      notes: [],
    });
  });

  it('that only has expired issuers is still trusted, so that the date is its own problem', () => {
    const old = middleCa.certifiedBy(rootCa, EXPIRED);
    expect(buildPath([leaf, old], roots, AT)).toMatchObject({
      outcome: 'trusted',
      via: ids(old, root),
    });
  });

  it('by names in another string type and case', () => {
    const printable = der(0x30, der(0x31, der(0x30, oid('2.5.4.3'), der(0x13, 'MIDDLE'))));
    const other = middleCa.signs({ issuer: printable });
    expect(buildPath([other, middle], roots, AT).outcome).toBe('trusted');
  });
});

describe('a chain that ends elsewhere', () => {
  it('at a root nobody trusts', () => {
    expect(buildPath([leaf, middle, root], NO_ROOTS, AT)).toEqual({
      outcome: 'untrusted-root',
      via: ids(middle, root),
      fromRoots: [],
      notes: [],
    });
  });

  it('without its intermediate', () => {
    expect(buildPath([leaf], roots, AT)).toEqual({
      outcome: 'missing-issuer',
      via: [],
      fromRoots: [],
      notes: [],
    });
    expect(buildPath([leaf, root], roots, AT).outcome).toBe('missing-issuer');
  });

  it('without its root', () => {
    expect(buildPath([leaf, middle], NO_ROOTS, AT)).toMatchObject({
      outcome: 'missing-issuer',
      via: ids(middle),
    });
  });

  it('in a self-signed leaf', () => {
    const ca = new Authority('mx.example');
    const own = ca.certifiedBy(ca, { extensions: [] });
    expect(buildPath([own, middle, root], roots, AT)).toEqual({
      outcome: 'self-signed',
      via: [],
      fromRoots: [],
      notes: [],
    });
    expect(buildPath([own], trusting(own), AT).outcome).toBe('trusted');
  });

  it('in a leaf signed with its own key under the name of another', () => {
    const { privateKey, spki } = new Authority('x').keys;
    const own = middleCa.signs({ spki, signer: privateKey });
    expect(buildPath([own, middle, root], roots, AT)).toMatchObject({
      outcome: 'missing-issuer',
      via: [],
    });
  });

  it('in two CAs that certify each other', () => {
    const a = new Authority('A');
    const b = new Authority('B');
    const again = a.certifiedBy(b, AHEAD);
    const sent = [a.signs({}), a.certifiedBy(b), b.certifiedBy(a), again];
    expect(buildPath(sent, roots, AT)).toMatchObject({
      outcome: 'missing-issuer',
      via: ids(...sent.slice(1, 3)),
    });
  });
});

describe('an issuer that was sent, made the signature and may not issue', () => {
  const keyUsage = extension('2.5.29.15', der(0x03, Buffer.from([7, 0x80])));
  const isCa = (ca: number) => extension('2.5.29.19', der(0x30, der(0x01, Buffer.from([ca]))));
  const forms = [
    ['v3 without extensions', { extensions: undefined }],
    ['v3 without basic constraints', { extensions: [dnsNamesExtension('mx.example')] }],
    [
      'v3 with basic constraints that say nothing',
      { extensions: [extension('2.5.29.19', der(0x30))] },
    ],
    ['v3 with CA:FALSE', { extensions: [isCa(0)] }],
    ['v3 with a key usage without keyCertSign', { extensions: [caExtension(), keyUsage] }],
  ] as const satisfies [string, HandmadeParts][];
  const barred = { outcome: 'may-not-issue', notes: ['issuer-not-ca'] };

  it.each(forms)('%s', (_, parts) => {
    const byRoot = middleCa.certifiedBy(rootCa, parts);
    const bySelf = middleCa.certifiedBy(middleCa, parts);
    expect(buildPath([leaf, byRoot, root], roots, AT)).toMatchObject({
      ...barred,
      via: ids(byRoot),
    });
    expect(buildPath([leaf, bySelf], roots, AT)).toMatchObject({ ...barred, via: ids(bySelf) });
    expect(buildPath([leaf], trusting(bySelf), AT)).toMatchObject({ ...barred, via: ids(bySelf) });
    expect(buildPath([leaf, byRoot, middle], roots, AT).outcome).toBe('trusted');
  });

  it('v1, unless it is a root or signed itself', () => {
    const v1 = middleCa.certifiedBy(rootCa, { version: 1, extensions: undefined });
    expect(buildPath([leaf, v1, root], roots, AT)).toMatchObject({ ...barred, via: ids(v1) });
  });

  it('above an intermediate that may', () => {
    const top = rootCa.certifiedBy(rootCa, { extensions: [] });
    expect(buildPath([leaf, middle, top], NO_ROOTS, AT)).toMatchObject({
      ...barred,
      via: ids(middle, top),
    });
  });

  it('by its path length', () => {
    const limited = rootCa.certifiedBy(rootCa, { extensions: [caExtension(0)] });
    const self = middleCa.certifiedBy(rootCa, { extensions: [caExtension(0)] });
    expect(buildPath([leaf, middle], trusting(limited), AT)).toMatchObject({
      outcome: 'may-not-issue',
      via: ids(middle, limited),
      notes: ['path-too-long'],
    });
    expect(buildPath([rootCa.signs({})], trusting(limited), AT).outcome).toBe('trusted');
    expect(buildPath([leaf, self], roots, AT).outcome).toBe('trusted');
  });

  it('is less than a root that nobody trusts, and more than no issuer', () => {
    const other = rootCa.certifiedBy(rootCa, { extensions: [] });
    expect(buildPath([leaf, middle, other, root], NO_ROOTS, AT).outcome).toBe('untrusted-root');
  });
});

describe('what is no issuer', () => {
  it.each([
    ['a CA of the same name with another key', new Authority('Middle').certifiedBy(rootCa)],
    [
      'no CA, of the same name with another key',
      new Authority('Middle').certifiedBy(rootCa, { extensions: [] }),
    ],
  ])('%s', (_, issuer) => {
    expect(buildPath([leaf, issuer, root], roots, AT)).toMatchObject({
      outcome: 'missing-issuer',
      via: [],
      notes: ['issuer-key-differs'],
    });
  });

  it('a root of the same name with another key', () => {
    const twin = new Authority('Middle');
    expect(buildPath([leaf], trusting(twin.certifiedBy(twin)), AT)).toMatchObject({
      outcome: 'missing-issuer',
      notes: ['issuer-key-differs'],
    });
  });

  it('but self-issued certificates use up no path length', () => {
    const limited = rootCa.certifiedBy(rootCa, { extensions: [caExtension(0)] });
    const renewed = new Authority('Root');
    const sent = [renewed.signs({}), renewed.certifiedBy(rootCa)];
    expect(buildPath(sent, trusting(limited), AT).outcome).toBe('trusted');
  });

  it('a forgery of a root: same name, same id never', () => {
    const forger = new Authority('Root');
    const forged = forger.certifiedBy(forger);
    expect(buildPath([forger.signs({}), forged], roots, AT)).toMatchObject({
      outcome: 'untrusted-root',
      via: ids(forged),
    });
  });

  it('a certificate with a signature that was tampered with', () => {
    const broken = Buffer.from(leaf);
    broken.writeUInt8(broken.readUInt8(broken.length - 1) ^ 1, broken.length - 1);
    expect(buildPath([broken, middle, root], roots, AT).outcome).toBe('missing-issuer');
  });
});

describe('v1 roots', () => {
  it('are CAs, trusted or not', () => {
    const v1 = rootCa.certifiedBy(rootCa, { version: 1, extensions: undefined });
    expect(buildPath([leaf, middle], trusting(v1), AT).outcome).toBe('trusted');
    expect(buildPath([leaf, middle, v1], NO_ROOTS, AT).outcome).toBe('untrusted-root');
  });
});

describe('several paths', () => {
  const newCa = new Authority('New Root');
  const newRoot = newCa.certifiedBy(newCa);
  const crossExpired = newCa.certifiedBy(rootCa, EXPIRED);
  const bottom = newCa.signs({});

  it('prefer the one that is in date over an expired cross-sign', () => {
    const both = trusting(root, newRoot);
    for (const sent of [
      [bottom, crossExpired],
      [bottom, crossExpired, newRoot],
    ]) {
      expect(buildPath(sent, both, AT)).toMatchObject({ outcome: 'trusted', via: ids(newRoot) });
    }
  });

  it('prefer an expired cross-sign to a trusted root over a root nobody trusts', () => {
    expect(buildPath([bottom, newRoot, crossExpired], roots, AT)).toMatchObject({
      outcome: 'trusted',
      via: ids(crossExpired, root),
    });
  });

  it('choose by the date that is asked about, in whatever order they come', () => {
    const early = middleCa.certifiedBy(rootCa, EXPIRED);
    const late = middleCa.certifiedBy(rootCa, AHEAD);
    for (const sent of [
      [leaf, early, late],
      [leaf, late, early],
    ]) {
      const viaAt = (date: string) => buildPath(sent, roots, new Date(date)).via;
      expect(viaAt('2020-06-01T00:00:00Z')).toEqual(ids(early, root));
      expect(viaAt('2029-06-01T00:00:00Z')).toEqual(ids(late, root));
    }
  });

  it('of equals prefer the first that was sent', () => {
    const again = middleCa.certifiedBy(rootCa, { serial: der(0x02, Buffer.from([2])) });
    expect(buildPath([leaf, middle, again], roots, AT).via).toEqual(ids(middle, root));
    expect(buildPath([leaf, again, middle], NO_ROOTS, AT).via).toEqual(ids(again));
    expect(buildPath([leaf, middle, again], NO_ROOTS, AT).via).toEqual(ids(middle));
  });

  it('prefer any root over none', () => {
    const lost = new Authority('Lost');
    const sent = [bottom, newCa.certifiedBy(lost), newRoot];
    expect(buildPath(sent, NO_ROOTS, AT)).toMatchObject({
      outcome: 'untrusted-root',
      via: ids(newRoot),
    });
  });
});

describe('a chain of another library, with key identifiers', () => {
  let top: LabCertificate;
  let between: LabCertificate;
  let end: LabCertificate;
  beforeAll(async () => {
    top = await makeCertificate({ subject: 'CN=Lab Root', ca: true, key: 'RSA 2048' });
    between = await makeCertificate({ subject: 'CN=Lab CA', ca: true, issuer: top });
    end = await makeCertificate({ subject: 'CN=mx', names: ['mx.example'], issuer: between });
  });

  it('is followed', () => {
    expect(buildPath([end.der, between.der], prepareRoots([top.pem]), new Date())).toMatchObject({
      outcome: 'trusted',
      via: [between.id, top.id],
    });
  });

  it('is not followed to another CA of that name', async () => {
    const twin = await makeCertificate({ subject: 'CN=Lab CA', ca: true, issuer: top });
    expect(buildPath([end.der, twin.der], prepareRoots([top.pem]), new Date())).toMatchObject({
      outcome: 'missing-issuer',
      via: [],
    });
  });
});
