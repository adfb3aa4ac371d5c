import { createPublicKey, type KeyObject } from 'node:crypto';
import { keyName } from '../x509/algorithm-names.ts';
import { readElement } from '../x509/der.ts';

/** A public key that stands by itself, with its name as {@link keyName} gives it. */
export interface BareKey {
  readonly key: KeyObject;
  readonly name: string | null;
}

/** Reads a SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7); null for bytes that OpenSSL takes for no public key. */
export function readBareKey(spki: Buffer): BareKey | null {
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    return { key, name: keyName(readElement(spki)) };
  } catch {
    return null; // Node has no other way to say "not a public key"
  }
}
