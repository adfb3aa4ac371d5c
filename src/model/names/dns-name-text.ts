import { lowerCaseAscii } from '../text/ascii-case.ts';

/** A host name has at most 253 characters (RFC 1035 §2.3.4); what is longer is cut and matches nothing. */
const MAX_DNS_NAME_CHARACTERS = 255;

/**
 * A dNSName of a certificate as it is stored: ASCII letters are lower-cased; control characters, bytes above 0x7e and
 * the backslash are `\XX` as in RFC 4514.
 */
export function dnsNameText(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, MAX_DNS_NAME_CHARACTERS)).toString('latin1');
  const text = lowerCaseAscii(shown).replace(/[^\x20-\x5b\x5d-\x7e]/g, hexPair);
  return bytes.length > MAX_DNS_NAME_CHARACTERS ? `${text}…` : text;
}

function hexPair(character: string): string {
  return `\\${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
