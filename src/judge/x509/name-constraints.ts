import { findExtension, type CertificateFields } from './certificate-fields.ts';
import { DER_TAGS, readElement, readElements, readInside, type DerElement } from './der.ts';
import { readGeneralName, type GeneralName } from './general-name.ts';
import { EXTENSION_OIDS } from './object-identifiers.ts';

/** The names that a CA may issue for (RFC 5280 §4.2.1.10): any, limited ones, or a limit that cannot be read. */
export type NameConstraints =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'some';
      readonly permitted: readonly GeneralName[];
      readonly excluded: readonly GeneralName[];
    }
  | { readonly kind: 'unreadable' };

const PERMITTED_TAG = 0xa0;
const EXCLUDED_TAG = 0xa1;
const UNREADABLE: NameConstraints = { kind: 'unreadable' };

/**
 * Reads the name constraints of a certificate, whether they are marked critical or not. They are unreadable as a whole
 * where a base is malformed or a distance other than the default is given, and where they limit nothing, which the RFC
 * forbids: what was meant is not known then. Never throws.
 */
export function readNameConstraints(fields: CertificateFields): NameConstraints {
  const extension = findExtension(fields, EXTENSION_OIDS.nameConstraints);
  if (extension.kind === 'absent') return { kind: 'none' };
  if (extension.kind === 'unreadable') return UNREADABLE;
  const { elements, whole } = readInside(readElement(extension.value), DER_TAGS.sequence);
  const known = elements.every(({ tag }) => tag === PERMITTED_TAG || tag === EXCLUDED_TAG);
  const permitted = readSubtrees(elements.find(({ tag }) => tag === PERMITTED_TAG));
  const excluded = readSubtrees(elements.find(({ tag }) => tag === EXCLUDED_TAG));
  if (!whole || !known || permitted === null || excluded === null) return UNREADABLE;
  if (permitted.length + excluded.length === 0) return UNREADABLE;
  return { kind: 'some', permitted, excluded };
}

function readSubtrees(list: DerElement | undefined): readonly GeneralName[] | null {
  if (list === undefined) return [];
  const { elements, whole } = readElements(list.content);
  const bases = elements.map(readBase).filter((base) => base !== null);
  return whole && bases.length === elements.length ? bases : null;
}

function readBase(subtree: DerElement): GeneralName | null {
  const { elements, whole } = readInside(subtree, DER_TAGS.sequence);
  const base = readGeneralName(elements[0]);
  return whole && elements.length === 1 && base !== null && isBase(base) ? base : null;
}

/** Labels that begin with a dot stand for the names below alone, as OpenSSL, GnuTLS and Go take them. */
const DNS_BASE = /^(\.?[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*)?$/;

function isBase(base: GeneralName): boolean {
  if (base.form === 'dns') return DNS_BASE.test(base.name);
  return base.form !== 'address' || isAddressBlock(base.octets);
}

/** An address and a mask of equal length, the mask a run of ones and then zeros, as in CIDR (RFC 4632). */
function isAddressBlock(octets: Uint8Array): boolean {
  if (octets.length !== 8 && octets.length !== 32) return false;
  const mask = Array.from(octets.subarray(octets.length / 2), (octet) =>
    octet.toString(2).padStart(8, '0'),
  );
  return /^1*0*$/.test(mask.join(''));
}
