import { X509Certificate, type KeyObject } from 'node:crypto';

/**
 * Largest keys that a signature is checked with, in bits. Verifying is cheap for the keys that exist and grows with
 * the square of the size; a server chooses what it sends, and must not choose how long the scanner stands still.
 */
const MAX_KEY_BITS = { RSA: 8192, 'RSA-PSS': 8192, DSA: 4096 } as const;

/** Signatures that OpenSSL 3 cannot check, and so reports as bad. */
const UNCHECKABLE = /^(OID |md2|md4|rsassaPss$|dsaWithSHA$)/;

/** A certificate as far as a signature check needs it: {@link keyName} and {@link signatureName} beside OpenSSL's view. */
export interface Signed {
  readonly x509: X509Certificate;
  readonly key: string | null;
  readonly signature: string | null;
}

/** OpenSSL's view of a certificate; null for bytes that it cannot parse. */
export function readX509(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null; // Node has no other way to say "not a certificate"
  }
}

/**
 * Does the public key of `issuer` verify the signature of `subject`? Null where that cannot be told: a key or an
 * algorithm that OpenSSL does not know, or a key too large to be tried. Names and extensions are not looked at.
 */
export function verifiesWith(subject: Signed, issuer: Signed): boolean | null {
  return verifiesWithKey(subject, readPublicKey(issuer.x509), issuer.key);
}

/** The same for a public key that stands by itself; `name` as {@link keyName} gives it. */
export function verifiesWithKey(
  subject: Signed,
  key: KeyObject | null,
  name: string | null,
): boolean | null {
  if (subject.signature === null || UNCHECKABLE.test(subject.signature)) return null;
  if (key === null || name === null || isOversized(name)) return null;
  return subject.x509.verify(key);
}

function isOversized(key: string): boolean {
  const [type, bits] = key.split(' ');
  const limit = Object.entries(MAX_KEY_BITS).find(([name]) => name === type)?.[1];
  return limit !== undefined && Number(bits) > limit;
}

function readPublicKey(x509: X509Certificate): KeyObject | null {
  try {
    return x509.publicKey;
  } catch {
    return null; // Node has no other way to say "a key that OpenSSL does not know"
  }
}
