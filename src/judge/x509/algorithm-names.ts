import { DER_TAGS, readElement, readInside, type DerElement } from './der.ts';
import { readBitLength, readObjectIdentifier } from './der-values.ts';
import {
  FIXED_KEY_NAMES,
  HASH_NAMES,
  NAMED_CURVES,
  RSASSA_PSS_OID,
  SIGNATURE_NAMES,
  SIZED_KEY_OIDS,
} from './object-identifiers.ts';

/**
 * What kind of key a SubjectPublicKeyInfo holds: 'RSA 2048', 'RSA-PSS 3072', 'EC P-256', 'DSA 1024', 'Ed25519';
 * 'EC OID 1.2.3' and 'OID 1.2.3' for a curve or type without a name here, 'EC explicit' for a curve that is spelt out.
 * Null where it cannot be read. Reads the DER itself, since Node throws on every type that OpenSSL does not know.
 */
export function keyName(subjectPublicKeyInfo: DerElement | null): string | null {
  const { elements } = readInside(subjectPublicKeyInfo, DER_TAGS.sequence);
  const [oid, parameters] = readAlgorithm(elements[0]);
  switch (oid) {
    case null:
      return null;
    case SIZED_KEY_OIDS.rsa:
      return sized('RSA', firstInteger(keyBits(elements[1])));
    case SIZED_KEY_OIDS.rsaPss:
      return sized('RSA-PSS', firstInteger(keyBits(elements[1])));
    case SIZED_KEY_OIDS.dsa:
      return sized('DSA', firstInteger(parameters));
    case SIZED_KEY_OIDS.ec:
      return curveName(parameters);
    default:
      return FIXED_KEY_NAMES.get(oid) ?? `OID ${oid}`;
  }
}

/**
 * The name of a signature AlgorithmIdentifier: 'sha256WithRSAEncryption', 'ecdsa-with-SHA384', 'rsassaPss-SHA256'
 * (RSASSA-PSS with the hash it names), 'OID 1.2.3' for one without a name here, null where it cannot be read.
 */
export function signatureName(algorithm: DerElement | null): string | null {
  const [oid, parameters] = readAlgorithm(algorithm);
  if (oid === null) return null;
  if (oid === RSASSA_PSS_OID) return pssName(parameters);
  return SIGNATURE_NAMES.get(oid) ?? `OID ${oid}`;
}

function readAlgorithm(
  algorithm: DerElement | null | undefined,
): [oid: string | null, parameters: DerElement | undefined] {
  const [oid, parameters] = readInside(algorithm, DER_TAGS.sequence).elements;
  return [readObjectIdentifier(oid), parameters];
}

/** The SEQUENCE inside the BIT STRING of an RSA key (RFC 3279 §2.3.1), after the octet that counts unused bits. */
function keyBits(bitString: DerElement | undefined): DerElement | null {
  return bitString?.tag === DER_TAGS.bitString ? readElement(bitString.content, 1) : null;
}

function firstInteger(sequence: DerElement | null | undefined): number | null {
  return readBitLength(readInside(sequence, DER_TAGS.sequence).elements[0]);
}

function sized(type: string, bits: number | null): string | null {
  return bits === null ? null : `${type} ${bits}`;
}

function curveName(parameters: DerElement | undefined): string | null {
  if (parameters?.tag === DER_TAGS.sequence) return 'EC explicit';
  const oid = readObjectIdentifier(parameters);
  if (oid === null) return null;
  return `EC ${NAMED_CURVES.get(oid)?.name ?? `OID ${oid}`}`;
}

const PSS_HASH_TAG = 0xa0;

/** RFC 4055 §3.1: without a hash in the parameters the hash is SHA-1; unknown ones leave the name bare. */
function pssName(parameters: DerElement | undefined): string {
  const { elements, whole } = readInside(parameters, DER_TAGS.sequence);
  const hash = elements.find((element) => element.tag === PSS_HASH_TAG);
  if (hash === undefined) return whole ? 'rsassaPss-SHA1' : 'rsassaPss';
  const [oid] = readAlgorithm(readElement(hash.content));
  const name = oid === null ? undefined : HASH_NAMES.get(oid);
  return name === undefined ? 'rsassaPss' : `rsassaPss-${name}`;
}
