import { DER_TAGS, type DerElement } from './der.ts';

const MAX_OBJECT_IDENTIFIER_OCTETS = 64;
const MAX_SERIAL_OCTETS = 64;

/**
 * An OBJECT IDENTIFIER in dotted form ('1.2.840.113549'), or null for another type, an empty or cut one, an arc with
 * padding (X.690 §8.19.2), or one of more than 64 octets.
 */
export function readObjectIdentifier(element: DerElement | null | undefined): string | null {
  if (element?.tag !== DER_TAGS.objectIdentifier) return null;
  const octets = element.content;
  const last = octets[octets.length - 1];
  if (last === undefined || last >= 0x80 || octets.length > MAX_OBJECT_IDENTIFIER_OCTETS) {
    return null;
  }
  const arcs: bigint[] = [];
  let arc: bigint | null = null;
  for (const octet of octets) {
    if (arc === null && octet === 0x80) return null;
    arc = ((arc ?? 0n) << 7n) | BigInt(octet & 0x7f);
    if (octet >= 0x80) continue;
    arcs.push(...(arcs.length === 0 ? firstArcs(arc) : [arc]));
    arc = null;
  }
  return arcs.join('.');
}

/** The first subidentifier holds two arcs: 40 times the first plus the second (X.690 §8.19.4). */
function firstArcs(arc: bigint): bigint[] {
  const first = arc < 80n ? arc / 40n : 2n;
  return [first, arc - first * 40n];
}

/**
 * An INTEGER as lower-case hex of its magnitude, two digits an octet and no leading zero octets: '00', '7f', and with
 * a sign '-0a'. Null for another type or an empty one. Numbers above 64 octets are cut there and end in '…'.
 */
export function readIntegerHex(element: DerElement | null | undefined): string | null {
  if (element?.tag !== DER_TAGS.integer || element.content.length === 0) return null;
  const octets = Buffer.from(element.content);
  const negative = (octets[0] ?? 0) >= 0x80;
  const digits = withoutLeadingZeros((negative ? negated(octets) : octets).toString('hex'));
  const shown =
    digits.length > MAX_SERIAL_OCTETS * 2 ? `${digits.slice(0, MAX_SERIAL_OCTETS * 2)}…` : digits;
  return negative ? `-${shown}` : shown;
}

/** The two's complement, in place of the octets given. */
function negated(octets: Buffer): Buffer {
  let carry = 1;
  for (let index = octets.length - 1; index >= 0; index--) {
    const sum = (~(octets[index] ?? 0) & 0xff) + carry;
    octets[index] = sum & 0xff;
    carry = sum >> 8;
  }
  return octets;
}

function withoutLeadingZeros(hex: string): string {
  let start = 0;
  while (start < hex.length - 2 && hex.startsWith('00', start)) start += 2;
  return hex.slice(start);
}

/** How many bits a positive INTEGER has (2048 for an RSA modulus of that size); null for any other element. */
export function readBitLength(element: DerElement | null | undefined): number | null {
  if (element?.tag !== DER_TAGS.integer) return null;
  const octets = element.content;
  const first = octets.findIndex((octet) => octet !== 0);
  const top = octets[first];
  if (top === undefined || (first === 0 && top >= 0x80)) return null;
  return (octets.length - first - 1) * 8 + (32 - Math.clz32(top));
}

/** A BOOLEAN; any octet but zero is true, as in BER, since OpenSSL takes it so. Null for another element. */
export function readBoolean(element: DerElement | null | undefined): boolean | null {
  if (element?.tag !== DER_TAGS.boolean || element.content.length !== 1) return null;
  return element.content[0] !== 0;
}

const TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;

/**
 * A Time (RFC 5280 §4.1.2.5) as 'YYYY-MM-DDTHH:MM:SSZ', 1950 to 2049 from UTCTime, 0000 to 9999 from GeneralizedTime.
 * Null for anything else: no seconds, a fraction, an offset, a day that does not exist.
 */
export function readInstant(element: DerElement | null | undefined): string | null {
  if (element === null || element === undefined || element.content.length > 15) return null;
  const text = Buffer.from(element.content).toString('latin1');
  const full = fullYear(element.tag, text);
  const match = full === null ? null : TIME.exec(full);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  const instant = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  return isRealInstant(instant) ? instant : null;
}

function fullYear(tag: number, text: string): string | null {
  if (tag === DER_TAGS.generalizedTime) return text;
  if (tag !== DER_TAGS.utcTime) return null;
  return (text.slice(0, 2) >= '50' ? '19' : '20') + text;
}

/** `Date` rolls 30 February over to March and 24:00 to the next day; only a real instant comes back as it went in. */
function isRealInstant(instant: string): boolean {
  const time = Date.parse(instant);
  return !Number.isNaN(time) && new Date(time).toISOString() === instant.replace('Z', '.000Z');
}
