import { ByteReader } from './byte-reader.ts';
import { suiteName } from './cipher-suites.ts';

/** The key exchange of a server: a finite-field prime of so many bits, or a named group. */
export type KeyExchange =
  { kind: 'finite-field'; bits: number } | { kind: 'group'; number: number } | { kind: 'other' };

/** The certificates that are read of a chain at most. */
const CHAIN_CAP = 50;

const NAMED_CURVE = 3;

/** Parses a Certificate message up to TLS 1.2 (RFC 5246 §7.4.2): the chain in DER, as sent; null if invalid. */
export function readCertificates(body: Buffer): Buffer[] | null {
  const outer = new ByteReader(body);
  const list = outer.vector(3);
  if (list === null || outer.left > 0) return null;
  const reader = new ByteReader(list);
  const chain: Buffer[] = [];
  while (reader.left > 0 && chain.length < CHAIN_CAP) {
    const der = reader.vector(3);
    if (der === null) return null;
    if (der.length > 0) chain.push(Buffer.from(der));
  }
  return chain;
}

/** Parses the parameters of a ServerKeyExchange (RFC 5246 §7.4.3, RFC 8422 §5.4); null if invalid. */
export function readKeyExchange(suite: number, body: Buffer): KeyExchange | null {
  const reader = new ByteReader(body);
  const name = suiteName(suite);
  if (/^TLS_(DHE|DH_anon)_/.test(name)) {
    const prime = reader.vector(2);
    return prime === null ? null : { kind: 'finite-field', bits: bitLength(prime) };
  }
  if (/^TLS_(ECDHE|ECDH_anon)_/.test(name)) {
    const type = reader.uint(1);
    const number = reader.uint(2);
    if (type === null || number === null) return null;
    return type === NAMED_CURVE ? { kind: 'group', number } : { kind: 'other' };
  }
  return { kind: 'other' };
}

/** The number of bits without leading zeros. */
function bitLength(number: Buffer): number {
  const first = number.findIndex((byte) => byte !== 0);
  if (first < 0) return 0;
  return (number.length - first) * 8 - Math.clz32(number[first] ?? 0) + 24;
}
