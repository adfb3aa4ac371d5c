import { createHash } from 'node:crypto';
import { keyName, signatureName } from './algorithm-names.ts';
import {
  locateFields,
  readBasicConstraints,
  type CertificateFields,
} from './certificate-fields.ts';
import { nameKey } from './distinguished-name.ts';
import { maySignCertificates } from './issuing.ts';
import { readValidity } from './parse-certificate.ts';
import { verifiesWith } from './signature-check.ts';

/** A certificate prepared for path building (RFC 5280 §6.1). */
export interface PathCandidate {
  readonly id: string;
  readonly der: Uint8Array;
  readonly fields: CertificateFields;
  readonly subjectKey: string;
  readonly issuerKey: string;
  readonly key: string | null;
  readonly signature: string | null;
  /** The same subject with the same public key is one CA, however many certificates it has. */
  readonly authority: string;
  readonly validity: readonly [notBefore: number, notAfter: number];
  /** What its basic constraints and its key usage allow it to issue. */
  readonly issues: IssuingRight;
  readonly isRoot: boolean;
}

/** May a certificate issue others, and with how many intermediates between (infinite where nothing is said)? */
type IssuingRight =
  { readonly kind: 'none' } | { readonly kind: 'ca'; readonly pathLength: number };

/** The id of a certificate: SHA-256 of its DER in lower-case hex. */
export function certificateId(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

/**
 * Prepares a certificate, or gives null for bytes that are none. A v1 certificate has no extensions to say
 * so, and is a CA where it is a root or signed itself, as many private CAs of old did.
 * @param isRoot true for a certificate of the root store
 * @param id its {@link certificateId}, where that is known already
 */
export function readCandidate(
  der: Uint8Array,
  isRoot: boolean,
  id = certificateId(der),
): PathCandidate | null {
  const fields = locateFields(der);
  if (!isCertificate(fields)) return null;
  const subjectKey = nameKey(fields.subject);
  const issuerKey = nameKey(fields.issuer);
  const spki = Buffer.from(fields.subjectPublicKeyInfo?.bytes ?? []).toString('base64');
  const signed = {
    der,
    fields,
    key: keyName(fields.subjectPublicKeyInfo),
    signature: signatureName(fields.signatureAlgorithm),
  };
  const isAnchor = () => isRoot || (subjectKey === issuerKey && verifiesWith(signed, signed));
  return {
    ...signed,
    id,
    subjectKey,
    issuerKey,
    authority: `${subjectKey} ${spki}`,
    validity: readTimes(fields),
    issues: fields.version === 1 && isAnchor() === true ? V1_CA : readIssuingRight(fields),
    isRoot,
  };
}

/** Is each part there that a path is built from? */
function isCertificate(fields: CertificateFields): boolean {
  const { subject, issuer, subjectPublicKeyInfo, signed, signatureAlgorithm } = fields;
  const parts = [subject, issuer, subjectPublicKeyInfo, signed, signatureAlgorithm];
  return !parts.includes(null) && fields.signatureValue !== null;
}

/** Is `at` inside the dates, both ends included (RFC 5280 §4.1.2.5)? Dates that cannot be read hold no instant. */
export function isInDate(
  { validity: [notBefore, notAfter] }: Pick<PathCandidate, 'validity'>,
  at: Date,
): boolean {
  const second = Math.floor(at.getTime() / 1000) * 1000;
  return notBefore <= second && second <= notAfter;
}

/** Certificates by subject, as issuers are looked up. */
export function indexBySubject(
  candidates: readonly PathCandidate[],
): ReadonlyMap<string, readonly PathCandidate[]> {
  const index = new Map<string, PathCandidate[]>();
  for (const candidate of candidates) {
    const others = index.get(candidate.subjectKey);
    if (others === undefined) index.set(candidate.subjectKey, [candidate]);
    else others.push(candidate);
  }
  return index;
}

function readTimes(fields: CertificateFields): readonly [number, number] {
  const [notBefore, notAfter] = readValidity(fields);
  return [Date.parse(notBefore ?? ''), Date.parse(notAfter ?? '')];
}

const V1_CA: IssuingRight = { kind: 'ca', pathLength: Number.POSITIVE_INFINITY };

/** Constraints that cannot be read forbid nothing here: they are an objection to the path, and say so. */
function readIssuingRight(fields: CertificateFields): IssuingRight {
  const constraints = readBasicConstraints(fields);
  if (constraints?.ca === false || !maySignCertificates(fields)) return { kind: 'none' };
  return { kind: 'ca', pathLength: constraints?.pathLength ?? Number.POSITIVE_INFINITY };
}
