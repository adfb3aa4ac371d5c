import { eachCertificate } from '../../judge/endpoint/each-certificate.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import { PROBLEMS, type Problem } from '../../model/records/words.ts';
import type { EndpointQuestion } from '../answers/compare-answers.ts';
import type { Pairing } from '../answers/pairing.ts';

/**
 * The question that asks for a problem. The three ways not to lead to a trusted root are one question: from one of them to
 * another nothing is lost or won.
 */
const QUESTION_OF = {
  expired: 'expired',
  'not-yet-valid': 'not-yet-valid',
  'name-mismatch': 'name-mismatch',
  'self-signed': 'untrusted',
  'untrusted-issuer': 'untrusted',
  'incomplete-chain': 'untrusted',
  'issuer-expired': 'issuer-expired',
  'weak-key': 'weak-key',
  'weak-signature': 'weak-signature',
  'no-certificate': 'no-certificate',
} as const satisfies Record<Problem, string>;
export type CertificateQuestion = (typeof QUESTION_OF)[Problem];

/** Whether the answer to a question depends on the roots of the scanner as well. */
const BY_ROOTS = {
  expired: false,
  'not-yet-valid': false,
  'name-mismatch': false,
  untrusted: true,
  'issuer-expired': true,
  'weak-key': true,
  'weak-signature': true,
  'no-certificate': false,
} as const satisfies Record<CertificateQuestion, boolean>;

/** What is asked of a certificate. */
export const CERTIFICATE_QUESTIONS: readonly CertificateQuestion[] = [
  ...new Set(PROBLEMS.map((problem) => QUESTION_OF[problem])),
];

type YesNo = 'yes' | 'no';

/** Whether an endpoint has a problem; null where it is unknown. */
function hasProblem(
  { outcome, problems, undetermined }: Endpoint,
  question: CertificateQuestion,
): YesNo | null {
  if (outcome !== 'tls' || problems === null) return null;
  const isAsked = (problem: Problem) => QUESTION_OF[problem] === question;
  if (problems.some(isAsked)) return 'yes';
  // Of a certificate that is not there, nothing else is good.
  if (problems.includes('no-certificate')) return null;
  return undetermined.some(isAsked) ? null : 'no';
}

/**
 * Asks the endpoints of a host for one problem.
 * @param sameRoots where the surveys trusted other roots, what a host showed to both alike is not asked by them.
 */
export function problemQuestion(
  question: CertificateQuestion,
  pairing: Pairing,
  sameRoots: boolean,
): EndpointQuestion<YesNo> {
  const shared = sameRoots || !BY_ROOTS[question] ? new Set() : sharedChains(pairing);
  return {
    answer: (endpoint) => (shared.has(chainKey(endpoint)) ? null : hasProblem(endpoint, question)),
    order: ['yes', 'no'],
  };
}

/** What paths to a root are searched from: of each certificate the issuers that were sent, or itself without any. */
export function chainKey(endpoint: Endpoint): string | null {
  const keys = eachCertificate(endpoint).map(({ certificate, chain }) =>
    chain.length > 1 ? chain.slice(1).join(' ') : certificate,
  );
  return keys.includes(null) ? null : keys.join(' ');
}

function sharedChains({ pairs, beforeOnly, afterOnly }: Pairing): Set<string | null> {
  const keys = (endpoints: readonly Endpoint[]) => new Set(endpoints.map(chainKey));
  const before = keys([...pairs.map((each) => each.before), ...beforeOnly]);
  const after = keys([...pairs.map((each) => each.after), ...afterOnly]);
  return new Set([...before].filter((key) => key !== null && after.has(key)));
}

/** Finds a certificate of one of the two snapshots. */
export type FindCertificate = (id: string) => Certificate | null;

/**
 * Asks the endpoints of a host for their certificate. An import has only a text of it, and so another id: one side of
 * each makes its names and dates the certificate.
 */
export function identityQuestion(
  { pairs, beforeOnly, afterOnly }: Pairing,
  find: { before: FindCertificate; after: FindCertificate },
): EndpointQuestion<string> {
  const all = [
    ...pairs.flatMap(({ before, after }) => [before, after]),
    ...beforeOnly,
    ...afterOnly,
  ];
  const ids = all.flatMap(({ certificate }) => certificate ?? []);
  const imported = ids.filter((id) => id.startsWith('import:')).length;
  const mixed = imported > 0 && imported < ids.length;
  const answer = (endpoint: Endpoint, side: 'before' | 'after'): string | null => {
    if (endpoint.outcome !== 'tls' || endpoint.certificate === null) return null;
    return mixed ? contentOf(find[side](endpoint.certificate)) : endpoint.certificate;
  };
  const values = [
    ...[...pairs.map((each) => each.before), ...beforeOnly].map((each) => answer(each, 'before')),
    ...[...pairs.map((each) => each.after), ...afterOnly].map((each) => answer(each, 'after')),
  ];
  return { answer, order: [...new Set(values.filter((value) => value !== null))].sort() };
}

function contentOf(certificate: Certificate | null): string | null {
  if (certificate === null) return null;
  const { names, notBefore, notAfter } = certificate;
  return JSON.stringify([[...names].sort(), notBefore, notAfter]);
}
