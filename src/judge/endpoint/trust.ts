import type { Problem } from '../../model/records/words.ts';
import { buildPath, type Roots } from '../x509/certificate-path.ts';
import { judgeCertificate, type CertificateVerdict } from './endpoint-problems.ts';
import { storedNames } from '../x509/name-match.ts';
import { parseCertificate } from '../x509/parse-certificate.ts';

/** Whether a problem says something about the name or the trust of a certificate; the others are shown and lower no level. */
const LOWERS_LEVEL = {
  expired: true,
  'not-yet-valid': true,
  'name-mismatch': true,
  'self-signed': true,
  'untrusted-issuer': true,
  'incomplete-chain': true,
  'issuer-expired': true,
  'weak-key': false,
  'weak-signature': false,
  'no-certificate': true,
} as const satisfies Record<Problem, boolean>;

/** Returns those that say something about the name or the trust of a certificate. */
export function trustProblems(problems: readonly Problem[]): Problem[] {
  return problems.filter((problem) => LOWERS_LEVEL[problem]);
}

/**
 * Says why the certificates of a server do not prove that it is `host` (PKIX with the survey's roots; names in the
 * subjectAltName alone): the words of the problems, or of the questions that stayed open; null where they prove it.
 * @param sent DER, as the server sent them; @param at the instant that they are judged at.
 */
export function whyDistrusted(
  host: string,
  sent: readonly Uint8Array[],
  roots: Roots,
  at: Date,
): string | null {
  const { problems, undetermined, notes } = judgeSent(host, sent, roots, at);
  const words = trustProblems(problems);
  const open = trustProblems(undetermined);
  if (words.length === 0 && open.length === 0) return null;
  if (words.length === 0) return `could not be judged (${open.join(', ')})`;
  return [...words, ...notes].join(', ');
}

function judgeSent(
  host: string,
  sent: readonly Uint8Array[],
  roots: Roots,
  at: Date,
): CertificateVerdict {
  const { outcome: end, via, fromRoots } = buildPath(sent, roots, at);
  const parsed = sent.map((der) => parseCertificate(der));
  const known = new Map(
    [...parsed.map(({ certificate }) => certificate), ...fromRoots].map((each) => [each.id, each]),
  );
  const [leaf] = parsed;
  return judgeCertificate({
    host,
    certificate:
      leaf === undefined
        ? null
        : { ...leaf.certificate, names: storedNames(leaf.dnsNames, [host]) },
    via: via.flatMap((id) => known.get(id) ?? []),
    pathEnd: end,
    at,
  });
}
