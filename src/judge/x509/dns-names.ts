import { dnsNameText } from '../../model/names/dns-name-text.ts';
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
