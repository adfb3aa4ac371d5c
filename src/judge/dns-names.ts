import { lowerCaseAscii } from './ascii-case.ts';
import { findExtension, type CertificateFields } from './certificate-fields.ts';
import { DER_TAGS, readElement, readInside } from './der.ts';
import { EXTENSION_OIDS } from './object-identifiers.ts';

/** The dNSNames of a certificate, and whether its subjectAltName could be read to the end. */
export interface DnsNames {
  readonly names: readonly string[];
  readonly whole: boolean;
}

/** GeneralName's `[2] IA5String` (RFC 5280 §4.2.1.6). */
const DNS_NAME_TAG = 0x82;
/** A host name has at most 253 characters (RFC 1035 §2.3.4); what is longer is cut and matches nothing. */
const MAX_DNS_NAME_CHARACTERS = 255;

/**
 * All dNSNames in certificate order, taken from the DER one by one and never from a joined string. ASCII letters are
 * lower-cased; control characters, bytes above 0x7e and the backslash are `\XX` as in RFC 4514. Never throws.
 */
export function readDnsNames(fields: CertificateFields): DnsNames {
  const extension = findExtension(fields, EXTENSION_OIDS.subjectAltName);
  if (extension.kind !== 'present') return { names: [], whole: extension.kind === 'absent' };
  const { elements, whole } = readInside(readElement(extension.value), DER_TAGS.sequence);
  const names = elements.filter(({ tag }) => tag === DNS_NAME_TAG);
  return { names: names.map(({ content }) => dnsNameText(content)), whole };
}

function dnsNameText(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, MAX_DNS_NAME_CHARACTERS)).toString('latin1');
  const text = lowerCaseAscii(shown).replace(/[^\x20-\x5b\x5d-\x7e]/g, hexPair);
  return bytes.length > MAX_DNS_NAME_CHARACTERS ? `${text}…` : text;
}

function hexPair(character: string): string {
  return `\\${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
