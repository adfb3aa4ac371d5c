import type { Certificate } from '../../model/records/certificate.ts';
import type { Observation } from '../../model/output/change.ts';
import type { ChangeKind } from '../../model/output/change-kinds.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import { attributeValues } from '../../model/text/name-text.ts';
import {
  CERTIFICATE_QUESTIONS,
  identityQuestion,
  problemQuestion,
  type FindCertificate,
} from './certificate-questions.ts';
import { compareAnswers, type Move } from '../answers/compare-answers.ts';
import { merged, type DetectedChange } from './detected-change.ts';
import type { Pairing } from '../answers/pairing.ts';

/** What the certificates of two surveys are compared with. */
export interface CertificateContext {
  find: { before: FindCertificate; after: FindCertificate };
  /** Whether both surveys trusted the same roots. */
  sameRoots: boolean;
}

/**
 * What changed in the certificates of a host, as one detected change: a problem that came outweighs one that went, and either
 * that the certificate is another one.
 */
export function certificateFindings(
  pairing: Pairing,
  { find, sameRoots }: CertificateContext,
): DetectedChange[] {
  const moves = CERTIFICATE_QUESTIONS.flatMap(
    (question) => compareAnswers(pairing, problemQuestion(question, pairing, sameRoots)).moves,
  );
  const found = (kind: ChangeKind, wanted: 'yes' | 'no') =>
    merged(
      moves
        .filter(({ after }) => after === wanted)
        .map(({ from, to, rotation }) => ({ kind, from, to, rotation })),
    );
  const worse = found('certificate-problem', 'yes');
  if (worse.length > 0) return worse;
  const better = found('certificate-problem-gone', 'no');
  if (better.length > 0) {
    return better.map((each) =>
      isAllValid(pairing) ? { ...each, kind: 'certificate-became-valid' } : each,
    );
  }
  return identityFindings(pairing, find);
}

/** Whether every certificate that a host showed in the newer survey is judged, and valid. */
function isAllValid({ pairs, afterOnly }: Pairing): boolean {
  return [...pairs.map(({ after }) => after), ...afterOnly]
    .filter(({ outcome }) => outcome === 'tls')
    .every(({ problems, undetermined }) => problems?.length === 0 && undetermined.length === 0);
}

/** A pool may have a certificate for each address: only those of an address, or all of them at once, are replaced. */
function identityFindings(pairing: Pairing, find: CertificateContext['find']): DetectedChange[] {
  const { moves } = compareAnswers(pairing, identityQuestion(pairing, find));
  const atOne = moves.filter(({ rotation }) => !rotation);
  const isShown = ({ before, after }: { before: Endpoint; after: Endpoint }) =>
    before.certificate !== null && after.certificate !== null;
  const chosen = pairing.pairs.some(isShown) ? atOne : moves;
  return merged(
    chosen.map(({ from, to, rotation }) => ({
      kind: isRenewal({ from, to }, find) ? 'certificate-renewed' : 'certificate-replaced',
      from,
      to,
      rotation,
    })),
  );
}

/** Whether the new certificates are for the same names as the old ones, and by the same issuer. */
function isRenewal(
  { from, to }: Pick<Move<string>, 'from' | 'to'>,
  find: CertificateContext['find'],
) {
  const looks = (endpoints: readonly Endpoint[], by: FindCertificate) =>
    endpoints.map(({ certificate }) => lookOf(certificate === null ? null : by(certificate)));
  const old = new Set(looks(from, find.before));
  return looks(to, find.after).every((look) => look !== null && old.has(look));
}

function lookOf(certificate: Certificate | null): string | null {
  if (certificate === null) return null;
  const { names, namesTotal, issuer, selfSigned } = certificate;
  // CAs change the certificates that they issue with, and stay the same CA.
  const [organisation = issuer] = attributeValues(issuer, 'O').filter((value) => value !== '');
  const by = selfSigned ? 'itself' : organisation;
  return JSON.stringify([[...names].sort(), namesTotal, by]);
}

/**
 * Whether a change is a renewal as usual, which is no news: the same names by the same CA with the same kind of key,
 * valid longer than before, and nothing wrong with the certificate.
 */
export function isRoutine(
  kind: ChangeKind,
  { before, after }: Record<'before' | 'after', readonly Observation[]>,
): boolean {
  if (kind !== 'certificate-renewed') return false;
  const kinds = new Set(before.map(keyOf));
  const older = lastEnd(before);
  return after.every(
    (each) =>
      each.endpoint.problems?.length === 0 &&
      kinds.has(keyOf(each)) &&
      (each.certificate?.notAfter ?? '') > older,
  );
}

function keyOf({ certificate }: Observation): string | null {
  return certificate?.key ?? null;
}

function lastEnd(observations: readonly Observation[]): string {
  return (
    observations
      .map(({ certificate }) => certificate?.notAfter ?? '')
      .sort()
      .at(-1) ?? ''
  );
}
