import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { locateFields } from '../../../src/judge/x509/certificate-fields.ts';
import {
  hasReadableKeyParts,
  maySignCertificates,
  namesIssuerKey,
} from '../../../src/judge/x509/issuing.ts';
import { readCandidate, type PathCandidate } from '../../../src/judge/x509/path-candidate.ts';
import { verifiesWith } from '../../../src/judge/x509/signature-check.ts';
import { derOf, LIMBO_ABSENT, sentBy, serverCases } from './limbo/limbo-cases.ts';
import { commonName, der, extension, handmade } from './handmade.ts';

const KEY_ID = '2.5.29.14';
const KEY_USAGE = '2.5.29.15';
const AUTHORITY = '2.5.29.35';
const octets = (...values: readonly number[]) => Buffer.from(values);
const keyId = (...id: readonly number[]) => extension(KEY_ID, der(0x04, octets(...id)));
const usage = (...bits: readonly number[]) => extension(KEY_USAGE, der(0x03, octets(...bits)));
const authority = (...parts: readonly Buffer[]) => extension(AUTHORITY, der(0x30, ...parts));
const issuerNamed = (name: string) => der(0xa1, der(0xa4, commonName(name)));
const serial = (value: number) => der(0x82, octets(value));

/** The parts of an issuer by CN=top with the serial number 5, and of what it is asked about. */
const issuer = (...extensions: readonly Buffer[]) =>
  locateFields(handmade({ issuer: commonName('top'), serial: der(0x02, octets(5)), extensions }));
const subject = (...extensions: readonly Buffer[]) => locateFields(handmade({ extensions }));

describe('key identifiers and key usage', () => {
  it.each([
    ['nothing said', subject(), issuer(), true],
    ['the same key', subject(authority(der(0x80, octets(1)))), issuer(keyId(1)), true],
    ['another key', subject(authority(der(0x80, octets(2)))), issuer(keyId(1)), false],
    [
      'a key of an issuer that names none',
      subject(authority(der(0x80, octets(2)))),
      issuer(),
      true,
    ],
    ['the same serial', subject(authority(serial(5))), issuer(), true],
    ['another serial', subject(authority(serial(6))), issuer(), false],
    ['the same issuer', subject(authority(issuerNamed('TOP'))), issuer(), true],
    ['another issuer', subject(authority(issuerNamed('up'))), issuer(), false],
    ['an empty identifier', subject(authority()), issuer(keyId(1)), true],
  ])('%s', (_, below, above, expected) => {
    expect(namesIssuerKey(below, above)).toBe(expected);
  });

  it.each([
    ['no key usage', issuer(), true],
    ['a key usage with certificates', issuer(usage(2, 0x04)), true],
    ['a key usage with all but certificates', issuer(usage(0, 0xfb)), false],
    ['an empty key usage', issuer(usage(0)), true],
  ])('%s', (_, above, expected) => {
    expect(maySignCertificates(above)).toBe(expected);
  });

  it.each([
    ['none', true, []],
    ['good ones', true, [keyId(1), usage(2, 0x04), authority(der(0x80, octets(1)))]],
    ['a key identifier of another type', false, [extension(KEY_ID, der(0x02, octets(1)))]],
    ['a key usage without bits', false, [usage(0)]],
    ['an authority of another type', false, [extension(AUTHORITY, der(0x04))]],
    ['two key identifiers', false, [keyId(1), keyId(1)]],
  ])('are readable: %s is %s', (_, expected, extensions) => {
    expect(hasReadableKeyParts(subject(...extensions))).toBe(expected);
  });
});

/** OpenSSL takes what is malformed for issued by nobody; here it is judged by what is wrong with it. */
const ISSUED_FOR_OPENSSL_BY_NOBODY = [
  'invalid::invalid-issuer-key',
  'rfc5280::duplicate-extensions',
  'rfc5280::root-inconsistent-ca-extensions',
  'rfc5280::san::malformed',
];

/** Each certificate of a case beside each that has the name of its issuer. */
function pairs(): { id: string; subject: PathCandidate; issuer: PathCandidate }[] {
  return serverCases().flatMap((limbo) => {
    const all = [...sentBy(limbo), ...limbo.trusted_certs.map(derOf)].slice(0, 20);
    const candidates = all
      .map((bytes) => readCandidate(bytes, false))
      .filter((each) => each !== null);
    return candidates.flatMap((below) =>
      candidates
        .filter((above) => above.subjectKey === below.issuerKey)
        .map((above) => ({ id: limbo.id, subject: below, issuer: above })),
    );
  });
}

describe.skipIf(LIMBO_ABSENT)('beside OpenSSL (skipped where ../shared/data is absent)', () => {
  it('finds the same signatures good and the same issuers possible', () => {
    const found = pairs().map(({ id, subject: below, issuer: above }) => {
      const [x509, issuerX509] = [new X509Certificate(below.der), new X509Certificate(above.der)];
      const ours = verifiesWith(below, above);
      return {
        id,
        verifies: [ours, ours === null ? null : x509.verify(issuerX509.publicKey)],
        issued: [
          namesIssuerKey(below.fields, above.fields) && maySignCertificates(above.fields),
          x509.checkIssued(issuerX509),
        ],
      };
    });
    expect(found.length).toBeGreaterThan(500);
    const differing = (by: 'verifies' | 'issued') => [
      ...new Set(found.filter(({ [by]: [ours, theirs] }) => ours !== theirs).map(({ id }) => id)),
    ];
    expect(differing('verifies')).toEqual([]);
    expect(differing('issued').sort()).toEqual(ISSUED_FOR_OPENSSL_BY_NOBODY);
  });
});
