import { createHash } from 'node:crypto';
import type { Certificate } from '../../model/records/certificate.ts';
import type { PathOutcome } from '../../model/records/words.ts';
import { parseCertificate } from './parse-certificate.ts';
import {
  certificateId,
  indexBySubject,
  readCandidate,
  type PathCandidate,
} from './path-candidate.ts';
import type { Bar, Missing, Objection } from './path-rules.ts';
import { searchPath, type FoundPath } from './path-search.ts';

/** Most certificates of one server that are looked at; where there are as many, there may have been more. */
export const MAX_SENT = 50;

/** Trusted roots, prepared once for any number of paths. */
export interface Roots {
  /** How many different certificates there are. */
  readonly count: number;
  /** SHA-256 in hex over the certificate ids, sorted and each followed by a newline. */
  readonly sha256: string;
  /** How many PEM blocks held no certificate. */
  readonly unreadable: number;
  readonly bySubject: ReadonlyMap<string, readonly PathCandidate[]>;
  readonly byId: ReadonlyMap<string, PathCandidate>;
}

/** The best path from a leaf, at one date and with one set of roots. */
export interface CertificatePath {
  /**
   * Null where it is unknown: no leaf, a leaf or an issuer that does not parse, an issuer whose key or signature OpenSSL
   * does not know, or more certificates and links than are tried; and where the path leads to a trusted root against a rule
   * (see {@link Objection}). Never null where a trusted path was found.
   */
  readonly outcome: PathOutcome | null;
  /** Ids in order from the leaf's issuer to the anchor, or to the last issuer found; without the leaf. */
  readonly via: readonly string[];
  /** The certificates of `via` that the server did not send. */
  readonly fromRoots: readonly Certificate[];
  /** Why a path that leads to a trusted root is not trusted, or why its last issuer may not issue or is missing; empty for every other. */
  readonly notes: readonly (Objection | Bar | Missing)[];
}

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/g;

/**
 * Prepares trusted roots from PEM texts, each of one certificate or many, with any text between them. Duplicates count
 * once; blocks that do not parse are counted in `unreadable` and left out.
 */
export function prepareRoots(pems: readonly string[]): Roots {
  const blocks = pems.flatMap((pem) => [...pem.matchAll(PEM_BLOCK)].map(([, text]) => text ?? ''));
  const read = blocks.map((block) => readCandidate(Buffer.from(block, 'base64'), true));
  const candidates = unique(read.filter((candidate) => candidate !== null));
  const ids = candidates.map(({ id }) => id).sort();
  return {
    count: candidates.length,
    sha256: createHash('sha256')
      .update(ids.map((id) => `${id}\n`).join(''))
      .digest('hex'),
    unreadable: read.filter((candidate) => candidate === null).length,
    bySubject: indexBySubject(candidates),
    byId: new Map(candidates.map((candidate) => [candidate.id, candidate])),
  };
}

/**
 * Builds the best path (see {@link CertificatePath}) for the certificates as a server sent them: the leaf first, then
 * any others in any order, with duplicates and strangers. Issuers come from what was sent and from the roots, are
 * never fetched, and count only if their key verifies the signature. A self-signed leaf outside the roots is
 * 'self-signed' with no issuers; a leaf inside them is 'trusted' with none.
 * @param sent DER, the leaf first; from {@link MAX_SENT} on, what is missing is unknown
 * @param at the instant that issuers should be inside their dates at, to choose between paths
 */
export function buildPath(sent: readonly Uint8Array[], roots: Roots, at: Date): CertificatePath {
  const [first, ...others] = sent.slice(0, MAX_SENT);
  const leaf = first === undefined ? null : readLeaf(first, roots);
  if (leaf === null) return UNKNOWN_PATH;
  const read = others.map((der) => readIssuer(der, roots));
  const candidates = unique(read.filter((candidate) => candidate !== null));
  const bySubject = indexBySubject(candidates.filter(({ isRoot }) => !isRoot));
  const issuersOf = ({ issuerKey }: PathCandidate) => [
    ...(roots.bySubject.get(issuerKey) ?? []),
    ...(bySubject.get(issuerKey) ?? []),
  ];
  const { best, whole, objections } = searchPath(leaf, issuersOf, at);
  if (best?.outcome !== 'trusted' && objections.length > 0)
    return { ...UNKNOWN_PATH, notes: objections };
  const isMalformed = read.includes(null);
  const isAllTried = whole && !isMalformed && sent.length < MAX_SENT;
  if (best === null || !(isAllTried || isFinal(best))) {
    return isMalformed ? { ...UNKNOWN_PATH, notes: ['malformed-certificate'] } : UNKNOWN_PATH;
  }
  const sentIds = new Set([leaf, ...candidates].map(({ id }) => id));
  return { ...describe(best, sentIds), notes: notesOn(best, issuersOf) };
}

/** Whether nothing that was not tried could change how a path ends. */
function isFinal({ outcome }: FoundPath): boolean {
  return outcome === 'trusted' || outcome === 'self-signed';
}

const UNKNOWN_PATH: CertificatePath = { outcome: null, via: [], fromRoots: [], notes: [] };

function readLeaf(der: Uint8Array, roots: Roots): PathCandidate | null {
  const id = certificateId(der);
  return roots.byId.get(id) ?? readCandidate(der, false, id);
}

/** Issuers that were sent lately: most chains of a survey have the same few, prepared once and verified once. */
const sentIssuers = new Map<string, PathCandidate>();
const MAX_SENT_ISSUERS = 1000;

function readIssuer(der: Uint8Array, roots: Roots): PathCandidate | null {
  const id = certificateId(der);
  const known = roots.byId.get(id) ?? sentIssuers.get(id);
  if (known !== undefined) return known;
  const read = readCandidate(der, false, id);
  if (sentIssuers.size >= MAX_SENT_ISSUERS) sentIssuers.clear();
  if (read !== null) sentIssuers.set(id, read);
  return read;
}

function unique(candidates: readonly PathCandidate[]): PathCandidate[] {
  return [...new Map(candidates.map((candidate) => [candidate.id, candidate])).values()];
}

function notesOn(
  { outcome, links, bar }: FoundPath,
  issuersOf: (subject: PathCandidate) => readonly PathCandidate[],
): CertificatePath['notes'] {
  if (bar !== null) return [bar];
  const last = links.at(-1);
  if (outcome !== 'missing-issuer' || last === undefined) return [];
  const isOther = ({ authority }: PathCandidate) =>
    links.every((link) => link.authority !== authority);
  return issuersOf(last).some(isOther) ? ['issuer-key-differs'] : [];
}

function describe(
  { outcome, links }: FoundPath,
  sentIds: ReadonlySet<string>,
): Omit<CertificatePath, 'notes'> {
  const via = links.slice(1);
  return {
    outcome,
    via: via.map(({ id }) => id),
    fromRoots: via.filter(({ id }) => !sentIds.has(id)).map(storedRoot),
  };
}

const rootCertificates = new WeakMap<PathCandidate, Certificate>();

/** The facts of a root, read once and only if a path ends there. */
function storedRoot(root: PathCandidate): Certificate {
  const known = rootCertificates.get(root);
  if (known !== undefined) return known;
  const { certificate } = parseCertificate(root.der);
  rootCertificates.set(root, certificate);
  return certificate;
}
