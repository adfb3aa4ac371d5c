import { ByteReader } from './byte-reader.ts';
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
