import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Bytes in base32 (RFC 4648 §6) in lower case, without padding. */
function toBase32(bytes: Uint8Array): string {
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

/** PKCS #8 of an Ed25519 key before its 32 bytes (RFC 8410 §7). */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The name of an onion service of the lab, of an Ed25519 key that is made of the label: Tor refuses what is no point. */
export function labOnion(label: string): string {
  const seed = createHash('sha256').update(label).digest();
  const key = createPrivateKey({
    key: Buffer.concat([ED25519, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return v3Name(Buffer.from(x, 'base64url'));
}
