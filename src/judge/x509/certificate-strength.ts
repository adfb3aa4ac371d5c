import type { Certificate } from '../../model/records/certificate.ts';
import { NAMED_CURVES } from './object-identifiers.ts';

/** How strong a key or signature is; 'unknown' is neither weak nor strong. */
export type Strength = 'weak' | 'strong' | 'unknown';

/** Least bits that are not weak: NIST SP 800-57 part 1, 112 bits of security. */
const MIN_BITS = { RSA: 2048, 'RSA-PSS': 2048, DSA: 2048, EC: 224 } as const;

const CURVE_BITS = new Map([...NAMED_CURVES.values()].map(({ name, bits }) => [name, bits]));
const STRONG_KEYS = /^(Ed25519|Ed448|ML-DSA-\d+)$/;
const WEAK_SIGNATURES = /^(md2|md4|md5|sha1|dsaWithSHA|ecdsa-with-SHA1$|rsassaPss-SHA1$)/;
const UNKNOWN_SIGNATURES = /^(OID |rsassaPss$)/;

/** Judges the key of a certificate by its name, as {@link keyName} writes it: 'RSA 2048', 'EC P-256'. */
export function keyStrength({ key }: Pick<Certificate, 'key'>): Strength {
  if (key === null) return 'unknown';
  const [, type = '', size = ''] = /^(RSA|RSA-PSS|DSA) (\d+)$/.exec(key) ?? [];
  if (isSizedType(type)) return atLeast(Number(size), MIN_BITS[type]);
  if (key.startsWith('EC ')) return atLeast(CURVE_BITS.get(key.slice(3)), MIN_BITS.EC);
  return STRONG_KEYS.test(key) ? 'strong' : 'unknown';
}

/** Judges the signature on a certificate: MD2, MD4, MD5, SHA-0 and SHA-1 are weak. */
export function signatureStrength({ signature }: Pick<Certificate, 'signature'>): Strength {
  if (signature === null || UNKNOWN_SIGNATURES.test(signature)) return 'unknown';
  return WEAK_SIGNATURES.test(signature) ? 'weak' : 'strong';
}

function isSizedType(type: string): type is keyof typeof MIN_BITS {
  return Object.hasOwn(MIN_BITS, type);
}

function atLeast(bits: number | undefined, least: number): Strength {
  if (bits === undefined) return 'unknown';
  return bits < least ? 'weak' : 'strong';
}
