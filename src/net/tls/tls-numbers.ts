import type { TlsVersion } from '../../model/records/words.ts';

/** Version numbers on the wire (RFC 8446 §4.2.1, RFC 6101 §5.2.1). */
export const VERSION_NUMBERS = {
  SSLv3: 0x0300,
  TLSv1: 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
  'TLSv1.3': 0x0304,
} as const satisfies Record<TlsVersion, number>;

/** Types of a record (RFC 8446 §5.1, RFC 5246 §6.2.1). */
export const RECORD = { changeCipherSpec: 20, alert: 21, handshake: 22, data: 23 } as const;

/** Types of a handshake message that are sent in clear (RFC 5246 §7.4). */
export const HANDSHAKE = {
  clientHello: 1,
  serverHello: 2,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
} as const;

/** Extensions that are sent or read (IANA TLS ExtensionType Values). */
export const EXTENSION = {
  serverName: 0,
  supportedGroups: 10,
  ecPointFormats: 11,
  signatureAlgorithms: 13,
  extendedMasterSecret: 23,
  supportedVersions: 43,
  pskKeyExchangeModes: 45,
  keyShare: 51,
  renegotiationInfo: 0xff01,
} as const;

/**
 * Groups that a hello can offer, by their names in the snapshot format (IANA TLS Supported Groups): those that clients of today
 * offer first, then those that a server in use may have alone.
 */
export const GROUP_NUMBERS = {
  X25519: 29,
  'P-256': 23,
  'P-384': 24,
  'P-521': 25,
  X25519MLKEM768: 0x11ec,
  SecP256r1MLKEM768: 0x11eb,
  X448: 30,
  secp256k1: 22,
  brainpoolP256r1: 26,
  brainpoolP384r1: 27,
  brainpoolP512r1: 28,
  brainpoolP256r1tls13: 31,
  brainpoolP384r1tls13: 32,
  brainpoolP512r1tls13: 33,
  SecP384r1MLKEM1024: 0x11ed,
  X25519Kyber768Draft00: 0x6399,
  MLKEM512: 0x0200,
  MLKEM768: 0x0201,
  MLKEM1024: 0x0202,
  curveSM2: 41,
  GC256A: 34,
  GC256B: 35,
  GC256C: 36,
  GC256D: 37,
  GC512A: 38,
  GC512B: 39,
  GC512C: 40,
  secp224r1: 21,
  secp224k1: 20,
  secp192r1: 19,
  secp192k1: 18,
  secp160r2: 17,
  secp160r1: 16,
  secp160k1: 15,
  sect571r1: 14,
  sect571k1: 13,
  sect409r1: 12,
  sect409k1: 11,
  sect283r1: 10,
  sect283k1: 9,
  sect239k1: 8,
  sect233r1: 7,
  sect233k1: 6,
  sect193r2: 5,
  sect193r1: 4,
  sect163r2: 3,
  sect163r1: 2,
  sect163k1: 1,
  ffdhe2048: 256,
  ffdhe3072: 257,
  ffdhe4096: 258,
  ffdhe6144: 259,
  ffdhe8192: 260,
} as const;
export type GroupName = keyof typeof GROUP_NUMBERS;
export const GROUP_NAMES = Object.keys(GROUP_NUMBERS) as readonly GroupName[];

/**
 * All groups but the finite-field ones of TLS 1.3: up to TLS 1.2 a server may use those in place of its own (RFC 7919 §4),
 * whose size is a question.
 */
export const CURVES_AND_KEMS: readonly GroupName[] = GROUP_NAMES.filter(
  (group) => !group.startsWith('ffdhe'),
);

/** Returns the name of a group, or its number in hex if the snapshot format has none. */
export function groupName(number: number): string {
  return groupOf(number) ?? `0x${number.toString(16).padStart(4, '0')}`;
}

/** Returns the group with a number; null for none that a hello can offer. */
export function groupOf(number: number): GroupName | null {
  return GROUPS_BY_NUMBER.get(number) ?? null;
}

const GROUPS_BY_NUMBER: ReadonlyMap<number, GroupName> = new Map(
  GROUP_NAMES.map((name) => [GROUP_NUMBERS[name], name]),
);

/** The alert of the JDK for a hello without a group that it supports. */
export const UNEXPECTED_MESSAGE = 10;

/** The alerts of a server that accepts nothing in the offer (RFC 8446 §6.2). */
export const ALERT = {
  handshakeFailure: 40,
  protocolVersion: 70,
  insufficientSecurity: 71,
} as const;
