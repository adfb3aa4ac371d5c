import { DER_TAGS, readElement, readElements, readInside, type DerElement } from './der.ts';
import { readBitLength, readBoolean, readObjectIdentifier } from './der-values.ts';
import { EXTENSION_OIDS } from './object-identifiers.ts';

/** Where the parts of a certificate (RFC 5280 §4.1) stand in its DER; null where a part is not where it belongs. */
export interface CertificateFields {
  readonly version: number;
  readonly serial: DerElement | null;
  readonly issuer: DerElement | null;
  readonly validity: DerElement | null;
  readonly subject: DerElement | null;
  readonly subjectPublicKeyInfo: DerElement | null;
  /** What the signature is over, and the algorithm that stands in it (RFC 5280 §4.1.2.3). */
  readonly signed: DerElement | null;
  readonly signedAlgorithm: DerElement | null;
  readonly signatureAlgorithm: DerElement | null;
  readonly signatureValue: DerElement | null;
  readonly extensions: Extensions;
  /** False where the outermost layers do not parse, or bytes follow the certificate. */
  readonly whole: boolean;
}

interface Extensions {
  readonly byOid: ReadonlyMap<string, readonly Uint8Array[]>;
  /** The types of those marked critical, in their order. */
  readonly critical: readonly string[];
  readonly whole: boolean;
}

/** One extension: not there, there with the contents of its OCTET STRING, or there and not to be trusted. */
export type Extension =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present'; readonly value: Uint8Array }
  | { readonly kind: 'unreadable' };

/** Basic constraints (RFC 5280 §4.2.1.9); `pathLength` null where there is no limit. */
export interface BasicConstraints {
  readonly ca: boolean;
  readonly pathLength: number | null;
}

const VERSION_TAG = 0xa0;
const EXTENSIONS_TAG = 0xa3;

/** Finds the parts of a certificate without reading what is in them. Takes any bytes, never throws. */
export function locateFields(der: Uint8Array): CertificateFields {
  const certificate = readElement(der);
  const outer = readInside(certificate, DER_TAGS.sequence);
  const tbs = readInside(outer.elements[0], DER_TAGS.sequence);
  const [first] = tbs.elements;
  const skip = first?.tag === VERSION_TAG ? 1 : 0;
  const part = (index: number, tag: number) => tagged(tbs.elements[index + skip], tag);
  const extensions = tbs.elements.find((element) => element.tag === EXTENSIONS_TAG);
  return {
    version: skip === 1 ? readVersion(first) : 1,
    serial: part(0, DER_TAGS.integer),
    issuer: part(2, DER_TAGS.sequence),
    validity: part(3, DER_TAGS.sequence),
    subject: part(4, DER_TAGS.sequence),
    subjectPublicKeyInfo: part(5, DER_TAGS.sequence),
    signed: tagged(outer.elements[0], DER_TAGS.sequence),
    signedAlgorithm: part(1, DER_TAGS.sequence),
    signatureAlgorithm: tagged(outer.elements[1], DER_TAGS.sequence),
    signatureValue: tagged(outer.elements[2], DER_TAGS.bitString),
    extensions: extensions === undefined ? NO_EXTENSIONS : readExtensions(extensions),
    whole:
      certificate?.bytes.length === der.length &&
      outer.whole &&
      outer.elements.length === 3 &&
      tbs.whole,
  };
}

const NO_EXTENSIONS: Extensions = { byOid: new Map(), critical: [], whole: true };

/**
 * One extension of a certificate. One that stands there twice is unreadable (RFC 5280 §4.2 forbids it, and OpenSSL
 * reads neither); so is one that is not found in a list that breaks off.
 */
export function findExtension(fields: CertificateFields, oid: string): Extension {
  const [value, second] = fields.extensions.byOid.get(oid) ?? [];
  if (value === undefined) {
    return { kind: fields.whole && fields.extensions.whole ? 'absent' : 'unreadable' };
  }
  return second === undefined ? { kind: 'present', value } : { kind: 'unreadable' };
}

/** The basic constraints: no CA where the extension is absent, null where it cannot be read. */
export function readBasicConstraints(fields: CertificateFields): BasicConstraints | null {
  const extension = findExtension(fields, EXTENSION_OIDS.basicConstraints);
  if (extension.kind === 'absent') return { ca: false, pathLength: null };
  if (extension.kind === 'unreadable') return null;
  const { elements, whole } = readInside(readElement(extension.value), DER_TAGS.sequence);
  if (!whole) return null;
  const [first, second] = elements;
  const ca = first?.tag === DER_TAGS.boolean ? readBoolean(first) : false;
  if (ca === null) return null;
  return { ca, pathLength: readPathLength(first?.tag === DER_TAGS.boolean ? second : first) };
}

/** Zero has no bits to count, and nothing of more than 16 bits can limit a path that a scanner follows. */
function readPathLength(element: DerElement | undefined): number | null {
  if (element?.tag !== DER_TAGS.integer) return null;
  const bits = readBitLength(element);
  if (bits === null) return 0;
  return bits > 16 ? null : Number.parseInt(Buffer.from(element.content).toString('hex'), 16);
}

function tagged(element: DerElement | undefined, tag: number): DerElement | null {
  return element?.tag === tag ? element : null;
}

/** The version number as people count it: 1, 2 or 3; 0 where it cannot be read. */
function readVersion(element: DerElement | undefined): number {
  const number = element === undefined ? null : readElement(element.content);
  if (number?.tag !== DER_TAGS.integer || number.content.length !== 1) return 0;
  return (number.content[0] ?? -1) + 1;
}

function readExtensions(wrapper: DerElement): Extensions {
  const list = readInside(readElement(wrapper.content), DER_TAGS.sequence);
  const byOid = new Map<string, Uint8Array[]>();
  const critical: string[] = [];
  let whole = list.whole;
  for (const element of list.elements) {
    const parts = element.tag === DER_TAGS.sequence ? readElements(element.content).elements : [];
    const oid = readObjectIdentifier(parts[0]);
    const value = parts.at(-1);
    if (oid === null || value?.tag !== DER_TAGS.octetString) {
      whole = false;
      continue;
    }
    const values = byOid.get(oid) ?? [];
    values.push(value.content);
    byOid.set(oid, values);
    if (readBoolean(parts[1]) === true) critical.push(oid);
  }
  return { byOid, critical, whole };
}
