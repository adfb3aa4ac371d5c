import {
  findExtension,
  readBasicConstraints,
  type CertificateFields,
} from './certificate-fields.ts';
import { DER_TAGS, readElement, readInside } from './der.ts';
import { readObjectIdentifier } from './der-values.ts';
import { nameKey } from './distinguished-name.ts';
import { readConstrainedNames, type GeneralName } from './general-name.ts';
import { hasReadableKeyParts, namesIssuerKey } from './issuing.ts';
import { readNameConstraints, type NameConstraints } from './name-constraints.ts';
import { checkNameConstraints, type ComparisonBudget } from './name-constraint-check.ts';
import { EXTENSION_OIDS, KNOWN_CRITICAL_OIDS, SERVER_PURPOSE_OIDS } from './object-identifiers.ts';
import type { PathCandidate } from './path-candidate.ts';

/**
 * What keeps a chain that does lead to a trusted root from being trusted, as a note on the endpoint.
 *
 * Such a path has none of the ends that the format knows: it is not self-signed, its root is trusted and no issuer is
 * missing, and yet no TLS client may rely on it. So its end is unknown (null), the questions that rest on it are
 * `undetermined`, the certificate never counts as valid, and the note says what is wrong. Who may issue at all is asked
 * before (see {@link Bar}). What ends elsewhere than in a trusted root needs no further objection.
 */
export type Objection =
  | 'malformed-certificate'
  | 'unknown-critical-extension'
  | 'not-for-servers'
  | 'issuer-not-yet-valid'
  | 'outside-name-constraints'
  | 'unknown-name-constraints'
  | 'other-key-identifier';

/**
 * What forbids a certificate to issue another one, though its key made the signature, as a note on the endpoint: a path
 * that goes no further ends in `may-not-issue`.
 */
export type Bar = 'issuer-not-ca' | 'path-too-long';

/** Beside `missing-issuer`: there is a certificate with the name of the issuer, and its key did not make the signature. */
export type Missing = 'issuer-key-differs';

/** What the rules ask of one certificate, read once. */
interface RuleFacts {
  readonly objections: readonly Objection[];
  readonly constraints: NameConstraints;
  readonly names: readonly GeneralName[] | null;
}

const known = new WeakMap<PathCandidate, RuleFacts>();

/**
 * Holds a path to a trusted root to the rules of RFC 5280 §6.1 that TLS clients of mail servers enforce and that a
 * forger would use if they were not. The root is held to them like the others: OpenSSL does so, and who constrains a
 * root means it. Certificate policies and revocation are left out, as senders do not ask for them.
 * @param links the leaf, then each issuer up to the root
 * @returns each objection once, in the order of {@link Objection}; none: the path is trusted
 */
export function objectionsTo(
  links: readonly PathCandidate[],
  at: Date,
  budget: ComparisonBudget,
): readonly Objection[] {
  const found = new Set(links.flatMap((link) => ruleFacts(link).objections));
  if (links.slice(1).some((issuer) => !hasBegun(issuer, at))) found.add('issuer-not-yet-valid');
  for (const verdict of constraintVerdicts(links, budget)) {
    if (verdict !== 'inside') found.add(`${verdict}-name-constraints`);
  }
  if (links.some((link, at) => !namesIssuer(link, links[at + 1])))
    found.add('other-key-identifier');
  return ORDER.filter((objection) => found.has(objection));
}

const ORDER = [
  'malformed-certificate',
  'unknown-critical-extension',
  'not-for-servers',
  'issuer-not-yet-valid',
  'outside-name-constraints',
  'unknown-name-constraints',
  'other-key-identifier',
] as const satisfies readonly Objection[];

/**
 * Dates in the future are no `issuer-expired`, and there is no word of the format for them. A date that cannot be read
 * is `issuer-expired` undetermined already.
 */
function hasBegun({ validity: [notBefore] }: PathCandidate, at: Date): boolean {
  return !(notBefore > at.getTime());
}

/** Each issuer's constraints against each certificate below it; renewals of a CA by itself are exempt (§6.1.3 (b)). */
function constraintVerdicts(links: readonly PathCandidate[], budget: ComparisonBudget) {
  return links.flatMap((issuer, index) => {
    const { constraints } = ruleFacts(issuer);
    if (constraints.kind === 'none') return [];
    return links
      .slice(0, index)
      .filter((link, below) => below === 0 || link.subjectKey !== link.issuerKey)
      .map((link) => checkNameConstraints(ruleFacts(link).names, constraints, budget));
  });
}

/** Clients differ where the signature fits and the key identifiers do not: OpenSSL refuses the issuer, others take it. */
function namesIssuer(link: PathCandidate, issuer: PathCandidate | undefined): boolean {
  return issuer === undefined || namesIssuerKey(link.fields, issuer.fields);
}

function ruleFacts(candidate: PathCandidate): RuleFacts {
  const read = known.get(candidate);
  if (read !== undefined) return read;
  const { fields } = candidate;
  const facts = {
    objections: ownObjections(fields),
    constraints: readNameConstraints(fields),
    names: readConstrainedNames(fields),
  };
  known.set(candidate, facts);
  return facts;
}

function ownObjections(fields: CertificateFields): readonly Objection[] {
  const { extensions } = fields;
  const objections: Objection[] = [];
  if (isMalformed(fields)) objections.push('malformed-certificate');
  if (extensions.critical.some((oid) => !KNOWN_CRITICAL_OIDS.has(oid))) {
    objections.push('unknown-critical-extension');
  }
  if (readPurposes(fields)?.every((oid) => !SERVER_PURPOSE_OIDS.has(oid)) === true) {
    objections.push('not-for-servers');
  }
  return objections;
}

/**
 * Do extensions stand where none may, or one of them twice, or do parts not parse that every client reads, or has a CA no
 * name? Extensions belong to v3 alone, and each stands there once (RFC 5280 §4.1.2.6, §4.1.2.9, §4.2).
 */
function isMalformed(fields: CertificateFields): boolean {
  const { whole, version, extensions } = fields;
  const lists = [...extensions.byOid.values()];
  if (!whole || !extensions.whole || lists.some(({ length }) => length > 1)) return true;
  if (version < 1 || version > 3 || (version < 3 && lists.length > 0)) return true;
  const constraints = readBasicConstraints(fields);
  return (
    constraints === null ||
    (constraints.ca && nameKey(fields.subject) === '') ||
    unreadablePurposes(fields) ||
    !hasReadableKeyParts(fields)
  );
}

function unreadablePurposes(fields: CertificateFields): boolean {
  const { kind } = findExtension(fields, EXTENSION_OIDS.extendedKeyUsage);
  return kind !== 'absent' && readPurposes(fields) === null;
}

/**
 * The purposes of a certificate, dotted (RFC 5280 §4.2.1.12); in an issuer they limit those below. Null without the
 * extension, which stands for any purpose, and for one that cannot be read.
 */
function readPurposes(fields: CertificateFields): readonly string[] | null {
  const extension = findExtension(fields, EXTENSION_OIDS.extendedKeyUsage);
  if (extension.kind !== 'present') return null;
  const { elements, whole } = readInside(readElement(extension.value), DER_TAGS.sequence);
  const purposes = elements.map(readObjectIdentifier).filter((oid) => oid !== null);
  return whole && purposes.length === elements.length ? purposes : null;
}
