import { lowerCaseAscii } from '../../model/text/ascii-case.ts';
import { findExtension, type CertificateFields } from './certificate-fields.ts';
import { DER_TAGS, readElement, readInside, type DerElement } from './der.ts';
import { hasAttribute, rdnKeys } from './distinguished-name.ts';
import { EMAIL_ADDRESS_OID, EXTENSION_OIDS } from './object-identifiers.ts';

/**
 * A GeneralName (RFC 5280 §4.2.1.6) as far as name constraints are compared with it: a dNSName in lower case, an
 * iPAddress (as a constraint followed by its mask), a directoryName as keys of its RDNs, and of every other form
 * only which one it is.
 */
export type GeneralName =
  | { readonly form: 'dns'; readonly name: string }
  | { readonly form: 'address'; readonly octets: Uint8Array }
  | { readonly form: 'directory'; readonly rdns: readonly string[] }
  | { readonly form: OtherForm };

/** The forms that are recognised and not compared. */
type OtherForm = 'other-name' | 'email' | 'x400' | 'edi-party' | 'uri' | 'registered-id';

const OTHER_FORMS: ReadonlyMap<number, OtherForm> = new Map([
  [0xa0, 'other-name'],
  [0x81, 'email'],
  [0xa3, 'x400'],
  [0xa5, 'edi-party'],
  [0x86, 'uri'],
  [0x88, 'registered-id'],
]);
const DNS_NAME_TAG = 0x82;
const DIRECTORY_NAME_TAG = 0xa4;
const IP_ADDRESS_TAG = 0x87;

/** Reads a GeneralName; null for another element, or a directoryName that cannot be read. Never throws. */
export function readGeneralName(element: DerElement | undefined): GeneralName | null {
  if (element === undefined) return null;
  switch (element.tag) {
    case DNS_NAME_TAG:
      return { form: 'dns', name: lowerCaseAscii(Buffer.from(element.content).toString('latin1')) };
    case IP_ADDRESS_TAG:
      return { form: 'address', octets: element.content };
    case DIRECTORY_NAME_TAG: {
      const rdns = rdnKeys(readElement(element.content));
      return rdns === null ? null : { form: 'directory', rdns };
    }
    default: {
      const form = OTHER_FORMS.get(element.tag);
      return form === undefined ? null : { form };
    }
  }
}

/**
 * All names that name constraints apply to (RFC 5280 §4.2.1.10): those of the subjectAltName, the subject unless it is
 * empty, and an e-mail address in it. Null where one of them cannot be read.
 */
export function readConstrainedNames(fields: CertificateFields): readonly GeneralName[] | null {
  const alternative = readAlternativeNames(fields);
  const subject = rdnKeys(fields.subject);
  if (alternative === null || subject === null) return null;
  const names = [...alternative];
  if (subject.length > 0) names.push({ form: 'directory', rdns: subject });
  if (hasAttribute(fields.subject, EMAIL_ADDRESS_OID)) names.push({ form: 'email' });
  return names;
}

function readAlternativeNames(fields: CertificateFields): readonly GeneralName[] | null {
  const extension = findExtension(fields, EXTENSION_OIDS.subjectAltName);
  if (extension.kind === 'absent') return [];
  if (extension.kind === 'unreadable') return null;
  const { elements, whole } = readInside(readElement(extension.value), DER_TAGS.sequence);
  const names = elements.map(readGeneralName).filter((name) => name !== null);
  return whole && names.length === elements.length ? names : null;
}
