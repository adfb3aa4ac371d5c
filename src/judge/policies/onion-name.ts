import { createHash } from 'node:crypto';
import type { OnionKind } from '../../model/records/words.ts';

/** RFC 4648 §6, in lower case. */
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const V3 = /^[a-z2-7]{56}$/;
const V2 = /^[a-z2-7]{16}$/;

const KEY_BYTES = 32;
const CHECKSUM_BYTES = 2;
const VERSION = 3;

/**
 * What the name of a host is to Tor. The label before `.onion` names the service; labels before that are the server's own. The
 * name of version 3 is base32 of PUBKEY (32 bytes), CHECKSUM (2) and VERSION (3), with CHECKSUM the first bytes of
 * SHA3-256(".onion checksum" PUBKEY VERSION): rend-spec-v3 §6 [ONIONADDRESS].
 * @param host in lower case, without a final dot; `.` for the root.
 */
export function onionKind(host: string): OnionKind {
  if (host === '.') return 'unavailable';
  const labels = host.split('.');
  if (labels.at(-1) !== 'onion') return 'not-onion';
  const service = labels.at(-2) ?? '';
  if (V3.test(service)) return isV3(service) ? 'v3' : 'invalid';
  return V2.test(service) ? 'v2' : 'invalid';
}

function isV3(service: string): boolean {
  const bytes = fromBase32(service);
  const key = bytes.subarray(0, KEY_BYTES);
  const checksum = bytes.subarray(KEY_BYTES, KEY_BYTES + CHECKSUM_BYTES);
  const version = bytes.at(-1);
  const digest = createHash('sha3-256')
    .update('.onion checksum')
    .update(key)
    .update(Buffer.from([VERSION]))
    .digest();
  return version === VERSION && checksum.equals(digest.subarray(0, CHECKSUM_BYTES));
}

/** @param text of letters of the alphabet alone, whose bits make whole bytes: 56 letters make 35. */
function fromBase32(text: string): Buffer {
  const bytes = Buffer.alloc((text.length * 5) / 8);
  for (const [index, letter] of Array.from(text).entries()) {
    const value = BASE32.indexOf(letter);
    const [at, bit] = [Math.floor((index * 5) / 8), (index * 5) % 8];
    const shifted = value << (11 - bit);
    bytes[at] = (bytes[at] ?? 0) | (shifted >> 8);
    if (at + 1 < bytes.length) bytes[at + 1] = (bytes[at + 1] ?? 0) | (shifted & 0xff);
  }
  return bytes;
}
