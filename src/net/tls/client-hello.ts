import { EXTENSION, GROUP_NUMBERS, HANDSHAKE, RECORD, VERSION_NUMBERS } from './tls-numbers.ts';
import type { GroupName } from './tls-numbers.ts';
import { TLS_VERSIONS, type TlsVersion } from '../../model/records/words.ts';

/**
 * What a ClientHello offers: the highest version, the numbers of suites and signature schemes, and groups, in the order of
 * preference.
 */
export interface HelloOffer {
  version: TlsVersion;
  suites: readonly number[];
  groups: readonly GroupName[];
  signatures: readonly number[];
}

/** A public key for one group (RFC 8446 §4.2.8). */
export interface KeyShare {
  group: GroupName;
  key: Buffer;
}

/** The parts of a ClientHello. */
export interface ClientHelloParts extends HelloOffer {
  /** For SNI (RFC 6066 §3), in ASCII, 1 to 255 characters; null for none. SSL 3.0 has no extensions. */
  servername: string | null;
  /** 32 random bytes. */
  random: Buffer;
  /** 0 to 32 bytes; TLS 1.3 sends 32 for middlebox compatibility (RFC 8446 appendix D.4). */
  sessionId: Buffer;
  /** With none, a server of TLS 1.3 asks for a group by a HelloRetryRequest (RFC 8446 §4.1.4). */
  keyShares: readonly KeyShare[];
}

/** Signals secure renegotiation in a hello without extensions (RFC 5746 §3.3). */
const EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff;

/**
 * Signature schemes that OpenSSL knows, the good ones first, down to SHA-1 and DSA (RFC 8446 §4.2.3, RFC 5246 §7.4.1.4.1):
 * ECDSA, Ed25519 and Ed448, RSA with PSS for both kinds of key, RSA, DSA.
 */
export const ORDINARY_SIGNATURES = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401,
  0x0501, 0x0601, 0x0303, 0x0301, 0x0203, 0x0201, 0x0302, 0x0402, 0x0502, 0x0602, 0x0202,
];

/**
 * All schemes that a server in use may need: also ECDSA on Brainpool curves (RFC 8734), ML-DSA, SM2 (RFC 8998), GOST (RFC 9189,
 * RFC 9367, and its numbers before them) and MD5.
 */
export const ALL_SIGNATURES = [
  ...ORDINARY_SIGNATURES,
  ...[0x081a, 0x081b, 0x081c, 0x0904, 0x0905, 0x0906, 0x0708],
  ...[0x0709, 0x070a, 0x070b, 0x070c, 0x070d, 0x070e, 0x070f, 0x0840, 0x0841],
  ...[0xeded, 0xeeee, 0xefef, 0x0101, 0x0102],
];

/** Writes a ClientHello as one record (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2, RFC 6101 §5.6.1.2). */
export function encodeClientHello(parts: ClientHelloParts): Buffer {
  const { version, suites, random, sessionId } = parts;
  const isSsl = version === 'SSLv3';
  const legacy = Math.min(VERSION_NUMBERS[version], VERSION_NUMBERS['TLSv1.2']);
  const offered = isSsl ? [...suites, EMPTY_RENEGOTIATION_INFO_SCSV] : suites;
  const body = Buffer.concat([
    uint16(legacy),
    random,
    vector8(sessionId),
    vector16(uint16s(offered)),
    vector8(Buffer.of(0)),
    isSsl ? Buffer.alloc(0) : vector16(Buffer.concat(extensions(parts))),
  ]);
  const message = Buffer.concat([Buffer.of(HANDSHAKE.clientHello, 0), vector16(body)]);
  // Old servers reject a record whose version they do not know before they read its content (RFC 8446 §5.1).
  const record = isSsl ? VERSION_NUMBERS.SSLv3 : VERSION_NUMBERS.TLSv1;
  return Buffer.concat([Buffer.of(RECORD.handshake), uint16(record), vector16(message)]);
}

function extensions(parts: ClientHelloParts): Buffer[] {
  const { version, servername, groups, signatures } = parts;
  const has12 = version === 'TLSv1.2' || version === 'TLSv1.3';
  return [
    ...(servername === null ? [] : [serverName(servername)]),
    extension(EXTENSION.renegotiationInfo, vector8(Buffer.alloc(0))),
    // Some servers refuse a client without it (RFC 7627 §5.3), as FIPS 140-3 asks.
    extension(EXTENSION.extendedMasterSecret, Buffer.alloc(0)),
    extension(
      EXTENSION.supportedGroups,
      vector16(uint16s(groups.map((group) => GROUP_NUMBERS[group]))),
    ),
    extension(EXTENSION.ecPointFormats, vector8(Buffer.of(0))),
    ...(has12 ? [extension(EXTENSION.signatureAlgorithms, vector16(uint16s(signatures)))] : []),
    ...(version === 'TLSv1.3' ? tls13Extensions(parts) : []),
  ];
}

function serverName(name: string): Buffer {
  const host = Buffer.concat([Buffer.of(0), vector16(Buffer.from(name, 'latin1'))]);
  return extension(EXTENSION.serverName, vector16(host));
}

function tls13Extensions({ keyShares }: ClientHelloParts): Buffer[] {
  const versions = TLS_VERSIONS.filter((each) => each !== 'SSLv3')
    .map((each) => VERSION_NUMBERS[each])
    .reverse();
  const shares = keyShares.map(({ group, key }) =>
    Buffer.concat([uint16(GROUP_NUMBERS[group]), vector16(key)]),
  );
  return [
    extension(EXTENSION.supportedVersions, vector8(uint16s(versions))),
    extension(EXTENSION.pskKeyExchangeModes, vector8(Buffer.of(1))),
    extension(EXTENSION.keyShare, vector16(Buffer.concat(shares))),
  ];
}

function extension(type: number, data: Buffer): Buffer {
  return Buffer.concat([uint16(type), vector16(data)]);
}

function uint16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff);
}

function uint16s(values: readonly number[]): Buffer {
  return Buffer.concat(values.map(uint16));
}

function vector8(content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(content.length), content]);
}

function vector16(content: Buffer): Buffer {
  return Buffer.concat([uint16(content.length), content]);
}
