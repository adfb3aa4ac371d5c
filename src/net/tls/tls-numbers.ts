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
  supportedVersions: 43,
  pskKeyExchangeModes: 45,
  keyShare: 51,
  renegotiationInfo: 0xff01,
} as const;

/** Groups that a hello can offer, by their names in the snapshot format (IANA TLS Supported Groups). */
export const GROUP_NUMBERS = {
  X25519: 29,
  'P-256': 23,
  'P-384': 24,
  'P-521': 25,
  X25519MLKEM768: 0x11ec,
  SecP256r1MLKEM768: 0x11eb,
} as const;
export type GroupName = keyof typeof GROUP_NUMBERS;

/** Returns the name of a group, or its number in hex if the snapshot format has none. */
export function groupName(number: number): string {
  const known = Object.entries(GROUP_NUMBERS).find(([, each]) => each === number);
  return known?.[0] ?? `0x${number.toString(16).padStart(4, '0')}`;
}

/** The alert of the JDK for a hello without a group that it supports. */
export const UNEXPECTED_MESSAGE = 10;

/** The alerts of a server that accepts nothing in the offer (RFC 8446 §6.2). */
export const ALERT = {
  handshakeFailure: 40,
  protocolVersion: 70,
  insufficientSecurity: 71,
} as const;
