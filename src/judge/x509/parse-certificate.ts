import { createHash } from 'node:crypto';
import type { Certificate } from '../../model/records/certificate.ts';
import { keyName, signatureName } from './algorithm-names.ts';
import {
  locateFields,
  readBasicConstraints,
  type CertificateFields,
} from './certificate-fields.ts';
import { DER_TAGS, readInside } from './der.ts';
import { readInstant, readIntegerHex } from './der-values.ts';
import { formatName, nameKey } from './distinguished-name.ts';
import { readDnsNames } from './dns-names.ts';
import { verifiesWith } from './signature-check.ts';

/** How many dNSNames of a certificate are stored, the ones that matched a host aside. */
export const MAX_STORED_NAMES = 100;

/** The parts of a certificate that can be unreadable one by one. */
const PARTS = [
  'structure',
  'serial',
  'issuer',
  'validity',
  'subject',
  'key',
  'signature',
  'names',
  'basic-constraints',
  'self-signature',
] as const;
type CertificatePart = (typeof PARTS)[number];

/**
 * A certificate as it was read: all of it, or all but the parts listed. `dnsNames` are all the dNSNames, where
 * `certificate.names` stops at {@link MAX_STORED_NAMES}.
 */
export type ParsedCertificate =
  | {
      readonly kind: 'whole';
      readonly certificate: Certificate;
      readonly dnsNames: readonly string[];
    }
  | {
      readonly kind: 'partial';
      readonly certificate: Certificate;
      readonly dnsNames: readonly string[];
      readonly unreadable: readonly CertificatePart[];
    };

/**
 * Reads the facts of a certificate from its DER. Takes any bytes and never throws: whatever cannot be read is null (or
 * empty) in the certificate and named in `unreadable`; the id, the SHA-256 of the bytes, is always there.
 *
 * A subjectAltName that breaks off counts as one name more in `namesTotal` than could be read, so that nobody takes the
 * names for all there are. `ca` is the cA flag of the basic constraints, false for the v1 certificates without any, null
 * where they cannot be read. `selfSigned` is true if subject and issuer are one name and the certificate's own key
 * verifies its signature; null where that cannot be checked.
 */
export function parseCertificate(der: Uint8Array): ParsedCertificate {
  const fields = locateFields(der);
  const issuer = formatName(fields.issuer);
  const subject = formatName(fields.subject);
  const [notBefore, notAfter] = readValidity(fields);
  const { names: dnsNames, whole: namesWhole } = readDnsNames(fields);
  const constraints = readBasicConstraints(fields);
  const key = keyName(fields.subjectPublicKeyInfo);
  const signature = signatureName(fields.signatureAlgorithm);
  const serial = readIntegerHex(fields.serial);
  const selfSigned = isSelfSigned(der, fields, { key, signature });
  const spki = fields.subjectPublicKeyInfo;
  const certificate: Certificate = {
    id: sha256(der),
    subject: subject.text,
    issuer: issuer.text,
    names: dnsNames.slice(0, MAX_STORED_NAMES),
    namesTotal: dnsNames.length + (namesWhole ? 0 : 1),
    notBefore,
    notAfter,
    serial,
    key,
    signature,
    spkiSha256: spki === null ? null : sha256(spki.bytes),
    selfSigned,
    ca: constraints?.ca ?? null,
  };
  const readable = {
    structure: fields.whole,
    serial: serial !== null,
    issuer: issuer.whole,
    validity: notBefore !== null && notAfter !== null,
    subject: subject.whole,
    key: key !== null,
    signature: signature !== null,
    names: namesWhole,
    'basic-constraints': constraints !== null,
    'self-signature': selfSigned !== null,
  } satisfies Record<CertificatePart, boolean>;
  const unreadable = PARTS.filter((part) => !readable[part]);
  if (unreadable.length === 0) return { kind: 'whole', certificate, dnsNames };
  return { kind: 'partial', certificate, dnsNames, unreadable };
}

/** notBefore and notAfter (RFC 5280 §4.1.2.5) as ISO strings to the second, each null where it cannot be read. */
export function readValidity(fields: CertificateFields): [string | null, string | null] {
  const { elements } = readInside(fields.validity, DER_TAGS.sequence);
  return [readInstant(elements[0]), readInstant(elements[1])];
}

/** Null where subject and issuer are one name, but the signature cannot be checked. */
function isSelfSigned(
  der: Uint8Array,
  fields: CertificateFields,
  names: { readonly key: string | null; readonly signature: string | null },
): boolean | null {
  if (fields.subject === null || nameKey(fields.subject) !== nameKey(fields.issuer)) return false;
  const signed = { der, fields, ...names };
  return verifiesWith(signed, signed);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
