import { findExtension, type CertificateFields, type Extension } from './certificate-fields.ts';
import { DER_TAGS, readElement, readInside, type DerElement } from './der.ts';
import { nameKey } from './distinguished-name.ts';
import { EXTENSION_OIDS } from './object-identifiers.ts';

/** What a certificate says of the one that its issuer has (RFC 5280 §4.2.1.1); null where nothing is said. */
interface AuthorityKey {
  readonly keyId: Uint8Array | null;
  readonly issuer: string | null;
  readonly serial: Uint8Array | null;
}

const KEY_ID_TAG = 0x80;
const ISSUER_TAG = 0xa1;
const SERIAL_TAG = 0x82;
const DIRECTORY_NAME_TAG = 0xa4;
/** The bit keyCertSign, the sixth from the left (RFC 5280 §4.2.1.3). */
const KEY_CERT_SIGN = 0x04;

/**
 * Does `subject` name `issuer` by its key identifiers (RFC 5280 §4.2.1.1)? What is absent objects to nothing. Neither
 * does what is unreadable: see {@link hasReadableKeyParts}.
 */
export function namesIssuerKey(subject: CertificateFields, issuer: CertificateFields): boolean {
  const authority = readAuthorityKey(findExtension(subject, EXTENSION_OIDS.authorityKeyIdentifier));
  return isNamed(authority, issuer);
}

/** Does the key usage of a certificate, where there is one, let it sign others (RFC 5280 §4.2.1.3)? */
export function maySignCertificates(issuer: CertificateFields): boolean {
  const usage = readKeyUsage(findExtension(issuer, EXTENSION_OIDS.keyUsage));
  return usage === null || (usage & KEY_CERT_SIGN) !== 0;
}

/** Can the key identifiers and the key usage of a certificate be read, where it has any? */
export function hasReadableKeyParts(fields: CertificateFields): boolean {
  const readable = (oid: string, read: (extension: Extension) => unknown) => {
    const extension = findExtension(fields, oid);
    return extension.kind === 'absent' || read(extension) !== null;
  };
  return (
    readable(EXTENSION_OIDS.authorityKeyIdentifier, readAuthorityKey) &&
    readable(EXTENSION_OIDS.subjectKeyIdentifier, readSubjectKeyId) &&
    readable(EXTENSION_OIDS.keyUsage, readKeyUsage)
  );
}

/** Key identifier, serial number and the issuer's own issuer, each only where both sides speak of it. */
function isNamed(authority: AuthorityKey | null, issuer: CertificateFields): boolean {
  if (authority === null) return true;
  const keyId = readSubjectKeyId(findExtension(issuer, EXTENSION_OIDS.subjectKeyIdentifier));
  return (
    (authority.keyId === null || keyId === null || isEqual(authority.keyId, keyId)) &&
    (authority.serial === null || isEqual(authority.serial, issuer.serial?.content)) &&
    (authority.issuer === null || authority.issuer === nameKey(issuer.issuer))
  );
}

function readAuthorityKey(extension: Extension): AuthorityKey | null {
  const { elements, whole } = readInside(valueOf(extension), DER_TAGS.sequence);
  if (!whole) return null;
  const content = (tag: number) => elements.find((each) => each.tag === tag)?.content ?? null;
  const names = readInside(
    elements.find(({ tag }) => tag === ISSUER_TAG),
    ISSUER_TAG,
  ).elements;
  const directory = names.find(({ tag }) => tag === DIRECTORY_NAME_TAG);
  return {
    keyId: content(KEY_ID_TAG),
    serial: content(SERIAL_TAG),
    issuer: directory === undefined ? null : nameKey(readElement(directory.content)),
  };
}

function readSubjectKeyId(extension: Extension): Uint8Array | null {
  const element = valueOf(extension);
  return element?.tag === DER_TAGS.octetString ? element.content : null;
}

/** The first eight bits of a key usage; the one after them is for enciphering alone. */
function readKeyUsage(extension: Extension): number | null {
  const element = valueOf(extension);
  return element?.tag === DER_TAGS.bitString ? (element.content[1] ?? null) : null;
}

function valueOf(extension: Extension): DerElement | null {
  return extension.kind === 'present' ? readElement(extension.value) : null;
}

function isEqual(bytes: Uint8Array, others: Uint8Array | undefined): boolean {
  return others !== undefined && Buffer.compare(bytes, others) === 0;
}
