import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { buildPath, prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import { readElement, readInside } from '../../../src/judge/x509/der.ts';
import { Authority, ids, trusting } from './authority.ts';
import {
  caExtension,
  constraintsExtension,
  criticalExtension,
  der,
  dnsNamesExtension,
  extension,
  oid,
  purposesExtension,
  type HandmadeParts,
} from './handmade.ts';

const AT = new Date('2026-11-23T03:00:00Z');
const SERVER = '1.3.6.1.5.5.7.3.1';
const CLIENT = '1.3.6.1.5.5.7.3.2';
const ANY = '2.5.29.37.0';
const UNKNOWN = '1.3.6.1.4.1.55738.666.1';
const NOTHING = der(0x05);
const NO_ROOTS = prepareRoots([]);

const rootCa = new Authority('Root');
const root = rootCa.certifiedBy(rootCa);
const middleCa = new Authority('Middle');
const middle = middleCa.certifiedBy(rootCa);
const roots = trusting(root);

const withExtensions = (...extensions: readonly Buffer[]): HandmadeParts => ({ extensions });
const asCa = (...extensions: readonly Buffer[]) => withExtensions(caExtension(), ...extensions);

/** The paths that a chain of three can be wrong in, at each of its places. */
const PLACES = {
  leaf: (...extensions: readonly Buffer[]) =>
    buildPath([middleCa.signs(withExtensions(...extensions)), middle], roots, AT),
  intermediate: (...extensions: readonly Buffer[]) =>
    buildPath([middleCa.signs({}), middleCa.certifiedBy(rootCa, asCa(...extensions))], roots, AT),
  root: (...extensions: readonly Buffer[]) =>
    buildPath(
      [middleCa.signs({}), middle],
      trusting(rootCa.certifiedBy(rootCa, asCa(...extensions))),
      AT,
    ),
} as const;
const places = Object.entries(PLACES);

describe.each(places)('a %s', (_, path) => {
  it.each([
    ['a critical extension that nobody knows', [criticalExtension(UNKNOWN, NOTHING)]],
    [
      'a critical extension that belongs elsewhere',
      [criticalExtension('1.3.6.1.5.5.7.1.1', NOTHING)],
    ],
  ])('with %s is not trusted', (_, extensions) => {
    expect(path(...extensions)).toEqual({
      outcome: null,
      via: [],
      fromRoots: [],
      notes: ['unknown-critical-extension'],
    });
  });

  it.each([
    ['that critical extension twice', [extension(UNKNOWN, NOTHING), extension(UNKNOWN, NOTHING)]],
    ['purposes that cannot be read', [extension('2.5.29.37', NOTHING)]],
    ['two lists of purposes', [purposesExtension(SERVER), purposesExtension(SERVER)]],
  ])('with %s is malformed', (_, extensions) => {
    expect(path(...extensions)).toMatchObject({ outcome: null });
    expect(path(...extensions).notes).toContain('malformed-certificate');
  });

  it.each([
    ['for clients alone', purposesExtension(CLIENT)],
    ['for nothing', purposesExtension()],
  ])('%s is not for servers', (_, purposes) => {
    expect(path(purposes)).toMatchObject({ outcome: null, notes: ['not-for-servers'] });
  });

  it.each([
    ['an unknown extension that is not critical', extension(UNKNOWN, NOTHING)],
    ['a critical policy', criticalExtension('2.5.29.32', der(0x30))],
    ['the purpose of servers', purposesExtension(CLIENT, SERVER)],
    ['any purpose', purposesExtension(ANY)],
  ])('with %s is trusted', (_, extension) => {
    expect(path(extension)).toMatchObject({ outcome: 'trusted', notes: [] });
  });
});

describe('more than one objection', () => {
  it('is listed completely, each once and in one order', () => {
    const parts = asCa(purposesExtension(CLIENT), criticalExtension(UNKNOWN, NOTHING));
    const sent = [middleCa.signs(parts), middleCa.certifiedBy(rootCa, parts)];
    expect(buildPath(sent, roots, AT).notes).toEqual([
      'unknown-critical-extension',
      'not-for-servers',
    ]);
  });
});

describe('extensions of old versions', () => {
  const names = withExtensions(dnsNamesExtension('mx.example'));
  it.each([1, 2] as const)('do not belong into v%i', (version) => {
    const sent = [middleCa.signs({ ...names, version }), middle];
    expect(buildPath(sent, roots, AT)).toMatchObject({
      outcome: null,
      notes: ['malformed-certificate'],
    });
  });

  it.each([1, 2] as const)('v%i without any is trusted as a leaf, and no CA', (version) => {
    const leaf = middleCa.signs({ version });
    expect(buildPath([leaf, middle], roots, AT).outcome).toBe('trusted');
    const below = [
      middleCa.signs({}),
      middleCa.certifiedBy(rootCa, { version, extensions: undefined }),
    ];
    expect(buildPath(below, roots, AT)).toMatchObject({
      outcome: 'may-not-issue',
      notes: ['issuer-not-ca'],
    });
  });
});

describe('issuers that are not valid yet', () => {
  const AHEAD = { notBefore: der(0x17, '290101000000Z') };
  const later = middleCa.certifiedBy(rootCa, AHEAD);

  it('make the path unknown', () => {
    const ahead = trusting(rootCa.certifiedBy(rootCa, AHEAD));
    const expected = { outcome: null, notes: ['issuer-not-yet-valid'] };
    expect(buildPath([middleCa.signs({}), later], roots, AT)).toMatchObject(expected);
    expect(buildPath([middleCa.signs({}), middle], ahead, AT)).toMatchObject(expected);
  });

  it('give way to another that is, and to one that has expired', () => {
    const past = middleCa.certifiedBy(rootCa, { notAfter: der(0x17, '210101000000Z') });
    for (const other of [middle, past]) {
      const path = buildPath([middleCa.signs({}), later, other], roots, AT);
      expect(path).toMatchObject({ outcome: 'trusted', via: ids(other, root), notes: [] });
    }
  });

  it('a leaf that is not is its own question', () => {
    expect(buildPath([middleCa.signs(AHEAD), middle], roots, AT).outcome).toBe('trusted');
  });
});

describe('a rule that is broken', () => {
  const bad = criticalExtension(UNKNOWN, NOTHING);

  it('does not matter where another path is trusted', () => {
    const sent = [middleCa.signs({}), middleCa.certifiedBy(rootCa, asCa(bad)), middle];
    expect(buildPath(sent, roots, AT)).toMatchObject({
      outcome: 'trusted',
      via: ids(middle, root),
      notes: [],
    });
  });

  it('changes nothing where no path is trusted anyway', () => {
    const leaf = middleCa.signs(withExtensions(bad));
    expect(buildPath([leaf, middle, root], NO_ROOTS, AT).outcome).toBe('untrusted-root');
    expect(buildPath([leaf], roots, AT).outcome).toBe('missing-issuer');
    const own = rootCa.certifiedBy(rootCa, asCa(bad));
    expect(buildPath([own], NO_ROOTS, AT).outcome).toBe('self-signed');
  });

  it('keeps even a leaf that is a root itself from being trusted', () => {
    const own = rootCa.certifiedBy(rootCa, asCa(bad));
    expect(buildPath([own], trusting(own), AT)).toMatchObject({
      outcome: null,
      notes: ['unknown-critical-extension'],
    });
  });

  it('is broken by no public root', () => {
    const prepared = prepareRoots(rootCertificates);
    const paths = [...prepared.bySubject.values()]
      .flat()
      .map(({ der }) => buildPath([der], prepared, AT));
    expect(paths.filter(({ notes }) => notes.length > 0)).toEqual([]);
    expect(new Set(paths.map(({ outcome: end }) => end))).toEqual(new Set(['trusted']));
  });
});

describe('an issuer that clients differ about, or that none takes', () => {
  const nameless = new Authority('');
  const unnamed = { subject: der(0x30) };

  it('has no name', () => {
    const issuer = nameless.certifiedBy(rootCa, unnamed);
    const leaf = nameless.signs({ issuer: der(0x30) });
    expect(buildPath([leaf, issuer], roots, AT)).toMatchObject({
      outcome: null,
      notes: ['malformed-certificate'],
    });
  });

  it('has basic constraints that cannot be read', () => {
    const issuer = middleCa.certifiedBy(rootCa, withExtensions(extension('2.5.29.19', der(0x04))));
    const sent = [middleCa.signs({}), issuer];
    expect(buildPath(sent, roots, AT)).toMatchObject({
      outcome: null,
      notes: ['malformed-certificate'],
    });
    expect(buildPath([...sent, middle], roots, AT).outcome).toBe('trusted');
  });

  it('has another key identifier than the one that is named', () => {
    const keyId = (octet: number) => Buffer.from([octet, octet, octet]);
    const authority = (octet: number) => extension('2.5.29.35', der(0x30, der(0x80, keyId(octet))));
    const issuer = middleCa.certifiedBy(rootCa, asCa(extension('2.5.29.14', der(0x04, keyId(1)))));
    const sent = (octet: number) => [middleCa.signs(withExtensions(authority(octet))), issuer];
    expect(buildPath(sent(1), roots, AT).outcome).toBe('trusted');
    expect(buildPath(sent(2), roots, AT)).toMatchObject({
      outcome: null,
      notes: ['other-key-identifier'],
    });
    expect(buildPath([...sent(2), root], NO_ROOTS, AT)).toMatchObject({
      outcome: 'untrusted-root',
      notes: [],
    });
    const renewed = middleCa.certifiedBy(rootCa, asCa(extension('2.5.29.14', der(0x04, keyId(2)))));
    expect(buildPath([...sent(2), renewed], roots, AT)).toMatchObject({
      outcome: 'trusted',
      via: ids(renewed, root),
    });
  });
});

describe('what is no issuer', () => {
  it('signed with another algorithm than the one inside', () => {
    const leaf = middleCa.signs({});
    const inner = leaf.indexOf(oid('1.3.101.112'));
    const changed = Buffer.from(leaf);
    changed.writeUInt8(0x71, leaf.lastIndexOf(oid('1.3.101.112')) + 4);
    expect(leaf.lastIndexOf(oid('1.3.101.112'))).toBeGreaterThan(inner);
    expect(buildPath([changed, middle], roots, AT).outcome).not.toBe('trusted');
  });

  it('has other parameters to the algorithm inside than outside', () => {
    const withNull = der(0x30, oid('1.3.101.112'), NOTHING);
    const same = middleCa.signs({ algorithm: withNull });
    const [signed, , signature] = readInside(readElement(same), 0x30).elements;
    const different = der(
      0x30,
      signed?.bytes ?? '',
      der(0x30, oid('1.3.101.112')),
      signature?.bytes ?? '',
    );
    expect(buildPath([same, middle], roots, AT).outcome).toBe('trusted');
    expect(buildPath([different, middle], roots, AT).outcome).toBe('missing-issuer');
  });
});

describe('name constraints on a path', () => {
  const own = constraintsExtension({ permitted: [der(0x82, 'example.com')] });
  const limited = middleCa.certifiedBy(rootCa, asCa(own));
  const elsewhere = dnsNamesExtension('mx.example.net');

  it('hold for a leaf that has the name of its issuer', () => {
    const leaf = middleCa.signs({ subject: middleCa.name, extensions: [elsewhere] });
    expect(buildPath([leaf, limited], roots, AT)).toMatchObject({
      outcome: null,
      notes: ['outside-name-constraints'],
    });
  });

  it('hold for an intermediate, and not for a CA that certified a new key of its own', () => {
    const renewed = new Authority('Middle');
    const other = new Authority('Other');
    const path = (ca: Authority) => {
      const between = ca.certifiedBy(middleCa, asCa(elsewhere));
      return buildPath([ca.signs({}), between, limited], roots, AT);
    };
    expect(path(renewed)).toMatchObject({ outcome: 'trusted', notes: [] });
    expect(path(other)).toMatchObject({ outcome: null, notes: ['outside-name-constraints'] });
  });

  it('constrain only from the top down', () => {
    const leaf = middleCa.signs(withExtensions(own, elsewhere));
    expect(buildPath([leaf, middle], roots, AT).outcome).toBe('trusted');
  });
});
