import { ByteReader } from './byte-reader.ts';
import { suiteName } from './cipher-suites.ts';
import { EXTENSION, VERSION_NUMBERS } from './tls-numbers.ts';
import { TLS_VERSIONS, type TlsVersion } from '../../model/records/words.ts';

/** What a ServerHello or HelloRetryRequest chose. */
export interface ServerHello {
  version: TlsVersion;
  suite: number;
  /** The group of its key share, in TLS 1.3 only. */
  group: number | null;
  /** Whether it signals secure renegotiation (RFC 5746 §3.4). */
  secureRenegotiation: boolean;
}

const RANDOM_BYTES = 32;
const SESSION_ID_CAP = 32;

/** Parses the body of a ServerHello or HelloRetryRequest (RFC 8446 §4.1.3 and §4.1.4, RFC 5246 §7.4.1.3); null if invalid. */
export function readServerHello(body: Buffer): ServerHello | null {
  const reader = new ByteReader(body);
  const legacy = reader.uint(2);
  const random = reader.bytes(RANDOM_BYTES);
  const sessionId = reader.vector(1);
  const suite = reader.uint(2);
  const compression = reader.uint(1);
  if (legacy === null || random === null || sessionId === null) return null;
  if (suite === null || compression === null || sessionId.length > SESSION_ID_CAP) return null;
  const extensions = readExtensions(reader);
  if (extensions === null) return null;
  const version = versionOf(legacy, extensions.get(EXTENSION.supportedVersions));
  if (version === null) return null;
  return {
    version,
    suite,
    group: extensions.get(EXTENSION.keyShare)?.subarray(0, 2).readUInt16BE() ?? null,
    secureRenegotiation: extensions.has(EXTENSION.renegotiationInfo),
  };
}

/** Returns the version: TLS 1.3 is in an extension, and its legacy field is 1.2 (RFC 8446 §4.2.1). */
function versionOf(legacy: number, selected: Buffer | undefined): TlsVersion | null {
  if (selected !== undefined) {
    const is13 = selected.length === 2 && selected.readUInt16BE() === VERSION_NUMBERS['TLSv1.3'];
    return is13 && legacy === VERSION_NUMBERS['TLSv1.2'] ? 'TLSv1.3' : null;
  }
  if (legacy > VERSION_NUMBERS['TLSv1.2']) return null;
  return TLS_VERSIONS.find((each) => VERSION_NUMBERS[each] === legacy) ?? null;
}

/** Parses the extensions, by number; null if invalid. */
function readExtensions(reader: ByteReader): Map<number, Buffer> | null {
  const found = new Map<number, Buffer>();
  if (reader.left === 0) return found;
  const block = reader.vector(2);
  if (block === null || reader.left > 0) return null;
  const rest = new ByteReader(block);
  while (rest.left > 0) {
    const type = rest.uint(2);
    const data = rest.vector(2);
    if (type === null || data === null || found.has(type)) return null;
    if (type === EXTENSION.keyShare && data.length < 2) return null;
    found.set(type, data);
  }
  return found;
}

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
