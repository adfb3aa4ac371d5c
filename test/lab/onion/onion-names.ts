import { createHash } from 'node:crypto';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Bytes in base32 (RFC 4648 §6) in lower case, without padding. */
export function toBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => BASE32[parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** The name of the version 3 onion service of a public key of 32 bytes. */
export function v3Name(key: Uint8Array, version = 3): string {
  const tail = Buffer.from([version]);
  const digest = createHash('sha3-256').update('.onion checksum').update(key).update(tail).digest();
  return `${toBase32(Buffer.concat([key, digest.subarray(0, 2), tail]))}.onion`;
}

/** The name of an onion service of the lab: a key is made of the label. */
export function labOnion(label: string): string {
  return v3Name(createHash('sha256').update(label).digest());
}
