import type { Certificate } from '../../model/records/certificate.ts';
import { PROBLEMS, type PathOutcome, type Problem } from '../../model/records/words.ts';
import { keyStrength, signatureStrength, type Strength } from '../x509/certificate-strength.ts';
import { matchesName, nameOnlyInCn } from '../x509/name-match.ts';

/** The facts that a verdict on one endpoint's certificate follows from. */
export interface CertificateFacts {
  /** The MX host that was asked for, in A-labels. */
  readonly host: string;
  /** What it presented; null: it spoke TLS without any. */
  readonly certificate: Certificate | null;
  /** The issuers on the best path, from the leaf's to the anchor. */
  readonly via: readonly Certificate[];
  /** How that path ends; null: unknown. */
  readonly pathEnd: PathOutcome | null;
  /** The instant that it is judged at. */
  readonly at: Date;
}

/** `problems` and `undetermined` in the order of {@link PROBLEMS}; both empty: judged and valid. */
export interface CertificateVerdict {
  readonly problems: Problem[];
  readonly undetermined: Problem[];
  readonly notes: 'name-only-in-cn'[];
}

/** The answer to one question; 'unknown' where the facts do not say. */
type Answer = 'yes' | 'no' | 'unknown';
type PresentedFacts = CertificateFacts & { readonly certificate: Certificate };

const QUESTIONS = {
  expired: ({ certificate, at }) => isPast(certificate.notAfter, at),
  'not-yet-valid': ({ certificate, at }) => isAhead(certificate.notBefore, at),
  'name-mismatch': isNameMismatch,
  'self-signed': ({ pathEnd }) => endsIn(pathEnd, 'self-signed'),
  'untrusted-issuer': ({ pathEnd }) => endsIn(pathEnd, 'untrusted-root', 'may-not-issue'),
  'incomplete-chain': ({ pathEnd }) => endsIn(pathEnd, 'missing-issuer'),
  'issuer-expired': ({ via, pathEnd, at }) =>
    pathEnd === null ? 'unknown' : any(via.map(({ notAfter }) => isPast(notAfter, at))),
  'weak-key': (facts) =>
    any([facts.certificate, ...intermediates(facts)].map(keyStrength).map(isWeak)),
  'weak-signature': (facts) => any(signed(facts).map(signatureStrength).map(isWeak)),
  'no-certificate': () => 'no',
} as const satisfies Record<Problem, (facts: PresentedFacts) => Answer>;

/**
 * Judges the certificate of one endpoint from stored facts alone, each problem asked for by itself so that none hides
 * another. A question that the facts do not answer is `undetermined`, never a problem and never passed. Without a
 * certificate, 'no-certificate' is the whole answer. Dates include both ends, to the second (RFC 5280 §4.1.2.5).
 */
export function judgeCertificate(facts: CertificateFacts): CertificateVerdict {
  const { certificate, host } = facts;
  if (certificate === null) return { problems: ['no-certificate'], undetermined: [], notes: [] };
  const answers = PROBLEMS.map((problem) => ({
    problem,
    answer: QUESTIONS[problem]({ ...facts, certificate }),
  }));
  const answered = (wanted: Answer) =>
    answers.filter(({ answer }) => answer === wanted).map(({ problem }) => problem);
  return {
    problems: answered('yes'),
    undetermined: answered('unknown'),
    notes: nameOnlyInCn(certificate, host) ? ['name-only-in-cn'] : [],
  };
}

function isPast(instant: string | null, at: Date): Answer {
  return instant === null ? 'unknown' : yesNo(wholeSecond(at) > Date.parse(instant));
}

function isAhead(instant: string | null, at: Date): Answer {
  return instant === null ? 'unknown' : yesNo(wholeSecond(at) < Date.parse(instant));
}

/** Dates in certificates have no fractions: the second that notAfter names is valid to its end. */
function wholeSecond(at: Date): number {
  return Math.floor(at.getTime() / 1000) * 1000;
}

function isNameMismatch({ certificate, host }: PresentedFacts): Answer {
  const { names, namesTotal } = certificate;
  if (matchesName(names, host)) return 'no';
  const allKnown = namesTotal === names.length;
  return allKnown ? 'yes' : 'unknown';
}

function endsIn(pathEnd: PathOutcome | null, ...wanted: PathOutcome[]): Answer {
  return pathEnd === null ? 'unknown' : yesNo(wanted.includes(pathEnd));
}

/** The issuers that are not the anchor: roots are trusted, or not, whatever their keys and signatures are. */
function intermediates({ via, pathEnd }: PresentedFacts): readonly Certificate[] {
  const anchored = pathEnd === 'trusted' || pathEnd === 'untrusted-root';
  return (anchored ? via.slice(0, -1) : via).filter(({ selfSigned }) => !selfSigned);
}

/** The certificates whose signature somebody relies on: not a self-signed leaf, nor a leaf that is an anchor itself. */
function signed(facts: PresentedFacts): readonly Certificate[] {
  const { certificate, via, pathEnd } = facts;
  const isAnchor = pathEnd === 'trusted' && via.length === 0;
  return certificate.selfSigned || isAnchor
    ? intermediates(facts)
    : [certificate, ...intermediates(facts)];
}

function isWeak(strength: Strength): Answer {
  return strength === 'unknown' ? 'unknown' : yesNo(strength === 'weak');
}

function any(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

function yesNo(yes: boolean): Answer {
  return yes ? 'yes' : 'no';
}
