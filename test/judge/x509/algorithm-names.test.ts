import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../../src/judge/x509/parse-certificate.ts';
import { commonName, der, ed25519, handmade, oid } from './handmade.ts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const parse = (bytes: Uint8Array) => parseCertificate(bytes).certificate;

describe('keys', () => {
  const ec = (namedCurve: string) => spkiOf(generateKeyPairSync('ec', { namedCurve }).publicKey);
  const algorithm = (dotted: string, ...parameters: Buffer[]) =>
    der(0x30, oid(dotted), ...parameters);
  const bits = (...content: Buffer[]) => der(0x03, Buffer.from([0]), ...content);
  const integer = (octets: number, first = 0xff) =>
    der(0x02, Buffer.concat([Buffer.from([0, first]), Buffer.alloc(octets - 1, 0xff)]));

  it.each([
    ['EC P-256', ec('prime256v1')],
    ['EC P-521', ec('secp521r1')],
    ['EC P-192', ec('prime192v1')],
    ['EC secp256k1', ec('secp256k1')],
    ['EC brainpoolP512r1', ec('brainpoolP512r1')],
    ['EC explicit', der(0x30, algorithm('1.2.840.10045.2.1', der(0x30)), bits())],
    ['EC OID 1.2.643.7.1', der(0x30, algorithm('1.2.840.10045.2.1', oid('1.2.643.7.1')), bits())],
    [
      'RSA 512',
      der(
        0x30,
        algorithm('1.2.840.113549.1.1.1', der(5)),
        bits(der(0x30, integer(64), integer(3))),
      ),
    ],
    [
      'RSA 2047',
      der(
        0x30,
        algorithm('1.2.840.113549.1.1.1', der(5)),
        bits(der(0x30, integer(256, 0x7f), integer(3))),
      ),
    ],
    ['RSA-PSS 2048', spkiOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey)],
    [
      'DSA 1024',
      der(
        0x30,
        algorithm('1.2.840.10040.4.1', der(0x30, integer(128), integer(20), integer(128))),
        bits(),
      ),
    ],
    ['Ed25519', ed25519().spki],
    ['Ed448', spkiOf(generateKeyPairSync('ed448').publicKey)],
    ['ML-DSA-65', der(0x30, algorithm('2.16.840.1.101.3.4.3.18'), bits())],
    ['OID 1.2.643.7.1.1.1.1', der(0x30, algorithm('1.2.643.7.1.1.1.1'), bits())],
  ])('%s', (key, spki) => {
    expect(parse(handmade({ spki }))).toMatchObject({ key, spkiSha256: sha256(spki) });
  });

  it.each([
    ['RSA with no modulus', der(0x30, algorithm('1.2.840.113549.1.1.1'), bits(der(0x30)))],
    [
      'RSA outside its BIT STRING',
      der(0x30, algorithm('1.2.840.113549.1.1.1'), der(0x30, integer(9))),
    ],
    ['EC without a curve', der(0x30, algorithm('1.2.840.10045.2.1'), bits())],
    ['no algorithm', der(0x30)],
  ])('null for %s, and the hash is kept', (_, spki) => {
    expect(parse(handmade({ spki }))).toMatchObject({ key: null, spkiSha256: sha256(spki) });
  });

  it('that are too large to be tried leave a self-issued certificate undecided', () => {
    const name = commonName('large');
    const key = bits(der(0x30, integer(1025), integer(3)));
    const spki = der(0x30, algorithm('1.2.840.113549.1.1.1', der(5)), key);
    const sha256WithRsa = algorithm('1.2.840.113549.1.1.11', der(5));
    const bytes = handmade({ subject: name, issuer: name, spki, algorithm: sha256WithRsa });
    expect(parseCertificate(bytes)).toMatchObject({
      certificate: { key: 'RSA 8200', selfSigned: null },
      unreadable: ['self-signature'],
    });
  });

  it('that OpenSSL does not know leave a self-issued certificate undecided', () => {
    const name = commonName('gost');
    const spki = der(0x30, algorithm('1.2.643.7.1.1.1.1'), bits());
    const bytes = handmade({ subject: name, issuer: name, spki });
    expect(parseCertificate(bytes)).toMatchObject({
      certificate: { selfSigned: null },
      unreadable: ['self-signature'],
    });
  });
});

function spkiOf(key: ReturnType<typeof generateKeyPairSync>['publicKey']): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

describe('signature algorithms', () => {
  const pss = (...fields: Buffer[]) =>
    der(0x30, oid('1.2.840.113549.1.1.10'), der(0x30, ...fields));
  const hash = (dotted: string) => der(0xa0, der(0x30, oid(dotted)));

  it.each([
    ['md5WithRSAEncryption', der(0x30, oid('1.2.840.113549.1.1.4'), der(5))],
    ['sha1WithRSA', der(0x30, oid('1.3.14.3.2.29'))],
    ['ecdsa-with-SHA384', der(0x30, oid('1.2.840.10045.4.3.3'))],
    ['ED25519', der(0x30, oid('1.3.101.112'))],
    ['rsassaPss-SHA1', pss()],
    ['rsassaPss-SHA256', pss(hash('2.16.840.1.101.3.4.2.1'), der(0xa2, der(0x02, '\x20')))],
    ['rsassaPss', pss(hash('1.2.3'))],
    ['OID 1.2.643.7.1.1.3.2', der(0x30, oid('1.2.643.7.1.1.3.2'))],
  ])('%s', (signature, algorithm) => {
    expect(parse(handmade({ algorithm }))).toMatchObject({ signature });
  });
});
