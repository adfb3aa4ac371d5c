import { createHash, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readElement, readInside } from '../../../src/judge/x509/der.ts';
import { parseCertificate } from '../../../src/judge/x509/parse-certificate.ts';
import { CertificateSchema } from '../../../src/model/records/certificate.ts';
import { makeCertificate, type LabCertificate } from '../../lab/certificates.ts';
import {
  caExtension,
  commonName,
  der,
  dnsNamesExtension,
  ed25519,
  extension,
  handmade,
  oid,
} from './handmade.ts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const parse = (bytes: Uint8Array) => parseCertificate(bytes).certificate;
const unreadable = (bytes: Uint8Array) => {
  const parsed = parseCertificate(bytes);
  return parsed.kind === 'whole' ? [] : parsed.unreadable;
};

describe('certificates of a public root store', () => {
  it.each(rootCertificates.map((pem) => new X509Certificate(pem)))(
    'are read as OpenSSL reads them: $subject',
    (x509) => {
      const { kind, certificate } = parseCertificate(x509.raw);
      expect(kind).toBe('whole');
      expect(CertificateSchema.parse(certificate)).toEqual(certificate);
      expect(certificate).toMatchObject({
        id: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
        serial: x509.serialNumber.toLowerCase().padStart(2, '0'),
        notBefore: new Date(x509.validFrom).toISOString().replace('.000Z', 'Z'),
        notAfter: new Date(x509.validTo).toISOString().replace('.000Z', 'Z'),
        spkiSha256: sha256(x509.publicKey.export({ type: 'spki', format: 'der' })),
        selfSigned: true,
        ca: true,
        key: keyOf(x509),
      });
      expect(certificate.signature).not.toMatch(/^OID/);
    },
  );
});

function keyOf(x509: X509Certificate): string {
  const { asymmetricKeyType, asymmetricKeyDetails } = x509.publicKey;
  const curves: Record<string, string> = {
    prime256v1: 'P-256',
    secp384r1: 'P-384',
    secp521r1: 'P-521',
  };
  return asymmetricKeyType === 'ec'
    ? `EC ${curves[asymmetricKeyDetails?.namedCurve ?? ''] ?? ''}`
    : `RSA ${asymmetricKeyDetails?.modulusLength ?? 0}`;
}

describe('a certificate made by another library', () => {
  let root: LabCertificate;
  let leaf: LabCertificate;
  beforeAll(async () => {
    root = await makeCertificate({ subject: 'CN=Root, O=Lab\\, Ltd, C=GR', ca: true });
    leaf = await makeCertificate({
      subject: 'O=Lab, CN=mx.example',
      names: ['MX.example', '*.Example'],
      issuer: root,
      serial: '0badcafe',
      key: 'RSA 2048',
      notBefore: new Date('2024-01-01T00:00:00Z'),
      notAfter: new Date('2051-01-01T00:00:00Z'),
    });
  });

  it('is read whole', () => {
    expect(parseCertificate(leaf.der)).toEqual({
      kind: 'whole',
      dnsNames: ['mx.example', '*.example'],
      certificate: {
        id: leaf.id,
        subject: 'CN=mx.example,O=Lab',
        issuer: 'C=GR,O=Lab\\, Ltd,CN=Root',
        names: ['mx.example', '*.example'],
        namesTotal: 2,
        notBefore: '2024-01-01T00:00:00Z',
        notAfter: '2051-01-01T00:00:00Z',
        serial: '0badcafe',
        key: 'RSA 2048',
        signature: 'ecdsa-with-SHA256',
        spkiSha256: leaf.spkiSha256,
        selfSigned: false,
        ca: false,
      },
    });
  });

  it('is known for a self-signed CA', () => {
    expect(parse(root.der)).toMatchObject({ selfSigned: true, ca: true, key: 'EC P-256' });
  });

  it('is not self-signed with a broken signature, whatever its names say', () => {
    const forged = Buffer.from(root.der);
    forged.writeUInt8(forged.readUInt8(forged.length - 1) ^ 1, forged.length - 1);
    expect(parse(forged)).toMatchObject({ selfSigned: false, issuer: 'C=GR,O=Lab\\, Ltd,CN=Root' });
    expect(unreadable(forged)).toEqual([]);
  });

  it('keeps its id and never throws, with any octets changed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(root.der, leaf.der, handmade({ extensions: [dnsNamesExtension('a.b')] })),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        fc.nat(),
        (original, changes, cut) => {
          const bytes = Buffer.from(
            original.subarray(0, original.length - (cut % 4 ? 0 : cut % 99)),
          );
          for (const [at, octet] of changes) bytes.writeUInt8(octet, at % bytes.length);
          const certificate = parse(bytes);
          expect(CertificateSchema.parse(certificate)).toEqual(certificate);
          expect(certificate.id).toBe(sha256(bytes));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('any bytes', () => {
  it('have an id and never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const parsed = parseCertificate(bytes);
        expect(parsed).toMatchObject({
          kind: 'partial',
          certificate: { id: sha256(Buffer.from(bytes)) },
        });
      }),
    );
  });

  it('that are no certificate leave everything unread', () => {
    expect(parseCertificate(Buffer.from('hello'))).toMatchObject({
      certificate: { subject: '', issuer: '', names: [], namesTotal: 1, serial: null, key: null },
      unreadable: [
        'structure',
        'serial',
        'issuer',
        'validity',
        'subject',
        'key',
        'signature',
        'names',
        'basic-constraints',
      ],
    });
  });
});

describe('one part that cannot be read leaves the others', () => {
  it.each([
    [
      'validity',
      { notAfter: der(0x17, 'soon') },
      { notBefore: '2020-01-01T00:00:00Z', notAfter: null },
    ],
    [
      'validity',
      { notBefore: der(0x18, '20200101000000.5Z') },
      { notBefore: null, notAfter: '2030-01-01T00:00:00Z' },
    ],
    ['serial', { serial: der(0x02) }, { serial: null, subject: 'CN=subject' }],
    ['issuer', { issuer: der(0x30, 'x') }, { issuer: '', subject: 'CN=subject' }],
    ['subject', { subject: der(0x30, 'x') }, { issuer: 'CN=issuer', subject: '' }],
    ['key', { spki: der(0x30, 'x') }, { key: null, serial: '01' }],
    ['signature', { algorithm: der(0x30) }, { signature: null, key: 'Ed25519' }],
    [
      'names',
      { extensions: [extension('2.5.29.17', der(0x30, der(0x82, 'a.b'), 'x'))] },
      { names: ['a.b'], namesTotal: 2 },
    ],
    [
      'names',
      { extensions: [dnsNamesExtension('a.b'), dnsNamesExtension('c.d')] },
      { names: [], namesTotal: 1 },
    ],
    ['basic-constraints', { extensions: [extension('2.5.29.19', der(0x04))] }, { ca: null }],
  ])('%s of %j', (part, parts, expected) => {
    const bytes = handmade(parts);
    expect(unreadable(bytes)).toEqual([part]);
    expect(parse(bytes)).toMatchObject(expected);
  });

  it('a list of extensions that breaks off', () => {
    const bytes = handmade({ extensions: [dnsNamesExtension('a.b'), Buffer.from('x')] });
    expect(unreadable(bytes)).toEqual(['basic-constraints']);
    expect(unreadable(handmade({ extensions: [Buffer.from('x')] }))).toEqual([
      'names',
      'basic-constraints',
    ]);
  });

  it('a certificate without its signature', () => {
    const [tbs, algorithm] = readInside(readElement(handmade()), 0x30).elements;
    const bytes = der(0x30, tbs?.bytes ?? '', algorithm?.bytes ?? '');
    expect(unreadable(bytes)).toEqual(['structure', 'names', 'basic-constraints']);
    expect(parse(bytes)).toMatchObject({ subject: 'CN=subject', signature: 'ED25519' });
  });

  it('bytes behind the certificate', () => {
    expect(unreadable(Buffer.concat([handmade(), Buffer.from([0])]))).toContain('structure');
  });
});

describe('dates and serials', () => {
  it('of any year and length', () => {
    const bytes = handmade({
      notBefore: der(0x17, '510101000000Z'),
      notAfter: der(0x18, '99991231235959Z'),
      serial: der(0x02, Buffer.from('80' + '00'.repeat(20), 'hex')),
    });
    expect(parse(bytes)).toMatchObject({
      notBefore: '1951-01-01T00:00:00Z',
      notAfter: '9999-12-31T23:59:59Z',
      serial: `-80${'00'.repeat(20)}`,
    });
  });
});

describe('ca', () => {
  it.each([
    ['the flag', { extensions: [caExtension()] }, true],
    ['the flag and a path length', { extensions: [caExtension(0)] }, true],
    [
      'the flag, critical',
      {
        extensions: [
          der(0x30, oid('2.5.29.19'), der(1, '\xff'), der(4, der(0x30, der(1, '\xff')))),
        ],
      },
      true,
    ],
    ['no flag', { extensions: [extension('2.5.29.19', der(0x30))] }, false],
    ['a false flag', { extensions: [extension('2.5.29.19', der(0x30, der(1, '\0')))] }, false],
    ['no extension', { extensions: [] }, false],
    ['version 1', { version: 1 as const }, false],
  ])('by %s', (_, parts, ca) => {
    expect(parseCertificate(handmade(parts))).toMatchObject({ kind: 'whole', certificate: { ca } });
  });

  it.each([true, false])(
    'of a v1 certificate is no reason not to see that it signed itself: %s',
    (signs) => {
      const { privateKey, spki } = ed25519();
      const name = commonName('v1');
      const signer = signs ? privateKey : ed25519().privateKey;
      const bytes = handmade({ version: 1, subject: name, issuer: name, spki, signer });
      expect(parse(bytes)).toMatchObject({ selfSigned: signs, ca: false });
    },
  );
});
