import { createPublicKey, verify, X509Certificate, type KeyObject } from 'node:crypto';
import type { CertificateFields } from './certificate-fields.ts';

/**
 * Largest keys that a signature is checked with, in bits. Verifying is cheap for the keys that exist and grows with
 * the square of the size; a server chooses what it sends, and must not choose how long the scanner stands still.
 */
const MAX_KEY_BITS = { RSA: 8192, 'RSA-PSS': 8192, DSA: 4096 } as const;

/** Signatures that OpenSSL 3 cannot check, and so reports as bad. */
const UNCHECKABLE = /^(OID |md2|md4|rsassaPss$|dsaWithSHA$)/;

/**
 * The signatures that almost every certificate has: the type of the key that makes them, and the digest. They are
 * checked over the bytes, since making an `X509Certificate` takes Node several times as long as all that is done here.
 */
const COMMON: ReadonlyMap<string, { readonly key: string; readonly digest: string | null }> =
  new Map([
    ['sha1WithRSAEncryption', { key: 'RSA', digest: 'sha1' }],
    ['sha256WithRSAEncryption', { key: 'RSA', digest: 'sha256' }],
    ['sha384WithRSAEncryption', { key: 'RSA', digest: 'sha384' }],
    ['sha512WithRSAEncryption', { key: 'RSA', digest: 'sha512' }],
    ['ecdsa-with-SHA256', { key: 'EC', digest: 'sha256' }],
    ['ecdsa-with-SHA384', { key: 'EC', digest: 'sha384' }],
    ['ecdsa-with-SHA512', { key: 'EC', digest: 'sha512' }],
    ['ED25519', { key: 'Ed25519', digest: null }],
    ['ED448', { key: 'Ed448', digest: null }],
  ]);

/** A certificate as far as a signature check needs it: its parts, and {@link keyName} and {@link signatureName} of them. */
export interface Signed {
  readonly der: Uint8Array;
  readonly fields: CertificateFields;
  readonly key: string | null;
  readonly signature: string | null;
}

/**
 * Does the public key of `issuer` verify the signature of `subject`? Null where that is unknown: a key or an
 * algorithm that OpenSSL does not know, or a key too large to be tried. Names and extensions are not looked at.
 */
export function verifiesWith(subject: Signed, issuer: Signed): boolean | null {
  // A key too large to be tried is not even read.
  const isTriable = issuer.key !== null && !isOversized(issuer.key);
  return verifiesWithKey(subject, isTriable ? publicKeyOf(issuer.fields) : null, issuer.key);
}

/** The same for a public key that stands by itself; `name` as {@link keyName} gives it. */
export function verifiesWithKey(
  subject: Signed,
  key: KeyObject | null,
  name: string | null,
): boolean | null {
  if (subject.signature === null || UNCHECKABLE.test(subject.signature)) return null;
  if (key === null || name === null || isOversized(name)) return null;
  const common = COMMON.get(subject.signature);
  if (common === undefined || common.key !== name.split(' ')[0]) {
    return readX509(subject.der)?.verify(key) ?? null;
  }
  return verifiesBytes(subject.fields, common.digest, key);
}

/** The algorithm stands inside what is signed and outside, and is one (RFC 5280 §4.1.1.2). */
function verifiesBytes(
  { signed, signedAlgorithm, signatureAlgorithm, signatureValue }: CertificateFields,
  digest: string | null,
  publicKey: KeyObject,
): boolean {
  const [unusedBits, ...parts] = [signatureValue?.content[0], signed, signedAlgorithm];
  const [bytes, inside] = parts;
  if (unusedBits !== 0 || !bytes || !inside || !signatureAlgorithm || !signatureValue) return false;
  if (Buffer.compare(inside.bytes, signatureAlgorithm.bytes) !== 0) return false;
  return verify(digest, bytes.bytes, publicKey, signatureValue.content.subarray(1));
}

function isOversized(key: string): boolean {
  const [type, bits] = key.split(' ');
  const limit = Object.entries(MAX_KEY_BITS).find(([name]) => name === type)?.[1];
  return limit !== undefined && Number(bits) > limit;
}

/** Keys of issuers by their SubjectPublicKeyInfo: reading one takes longer than verifying with it, and they are few. */
const publicKeys = new Map<string, KeyObject | null>();
const MAX_PUBLIC_KEYS = 1000;

function publicKeyOf({ subjectPublicKeyInfo }: CertificateFields): KeyObject | null {
  const spki = Buffer.from(subjectPublicKeyInfo?.bytes ?? []);
  const text = spki.toString('latin1');
  let key = publicKeys.get(text);
  if (key === undefined) {
    key = readPublicKey(spki);
    if (publicKeys.size >= MAX_PUBLIC_KEYS) publicKeys.clear();
    publicKeys.set(text, key);
  }
  return key;
}

function readPublicKey(spki: Buffer): KeyObject | null {
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch {
    return null; // Node has no other way to say "a key that OpenSSL does not know"
  }
}

export function readX509(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null; // Node has no other way to say "not a certificate"
  }
}
