import { webcrypto } from 'node:crypto';

/** The kinds of key a lab certificate can have. */
export type KeyKind = 'RSA 1024' | 'RSA 2048' | 'EC P-256';

/** The hashes a lab certificate can be signed with. */
export type SignatureHash = 'SHA-1' | 'SHA-256';

/** A key pair that can sign. */
export type KeyPair = webcrypto.CryptoKeyPair;

const pool = new Map<KeyKind, Promise<KeyPair>[]>();

const modulusLength = { 'RSA 1024': 1024, 'RSA 2048': 2048 } as const;

/**
 * A new key pair that no other certificate has.
 * @returns the pair; its private key can be exported
 */
export async function newKeyPair(kind: KeyKind): Promise<KeyPair> {
  const usages = ['sign', 'verify'] as const;
  if (kind === 'EC P-256') {
    return webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, usages);
  }
  return webcrypto.subtle.generateKey(rsa(kind, 'SHA-256'), true, usages);
}

/**
 * A key pair out of those made earlier in this process, as making RSA keys is slow.
 * @param taken the pairs of the issuers above: never given again, so that a chain has a key for each link
 */
export async function pooledKeyPair(kind: KeyKind, taken: ReadonlySet<KeyPair>): Promise<KeyPair> {
  const pairs = pool.get(kind) ?? [];
  pool.set(kind, pairs);
  for (const made of pairs) {
    const pair = await made;
    if (!taken.has(pair)) return pair;
  }
  const made = newKeyPair(kind);
  pairs.push(made);
  return made;
}

/**
 * The WebCrypto algorithm with which a key signs a certificate.
 * @returns RSASSA-PKCS1-v1_5 or ECDSA with the hash
 */
export function signingAlgorithm(kind: KeyKind, hash: SignatureHash): webcrypto.Algorithm {
  return kind === 'EC P-256'
    ? ({ name: 'ECDSA', hash } as webcrypto.EcdsaParams)
    : ({ name: 'RSASSA-PKCS1-v1_5', hash } as webcrypto.RsaHashedImportParams);
}

/**
 * The key pair's private key re-imported for another hash: WebCrypto ties an RSA key to one.
 * @returns a key that signs with `hash`
 */
export async function signingKey(
  pair: KeyPair,
  kind: KeyKind,
  hash: SignatureHash,
): Promise<webcrypto.CryptoKey> {
  if (kind === 'EC P-256') return pair.privateKey;
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', pair.privateKey);
  return webcrypto.subtle.importKey('pkcs8', pkcs8, rsa(kind, hash), true, ['sign']);
}

function rsa(
  kind: keyof typeof modulusLength,
  hash: SignatureHash,
): webcrypto.RsaHashedKeyGenParams {
  return {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: modulusLength[kind],
    publicExponent: new Uint8Array([1, 0, 1]),
    hash,
  };
}
