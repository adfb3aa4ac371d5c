import { eachCertificate } from '../../judge/endpoint/each-certificate.ts';
import type { VantageKind } from '../../model/output/vantage-kinds.ts';
import { classOf, type Endpoint, type TlsFacts } from '../../model/records/endpoint.ts';
import type { Failure } from '../../model/records/failure.ts';
import { TLS_VERSIONS, type FailureCode, type TlsVersion } from '../../model/records/words.ts';
import { isConsistent } from '../answers/compare-answers.ts';

/**
 * Whether a failure is one that a path can cause: no connection, or one that is cut or answered by something else. The DNS is
 * asked before there is a path, and a limit of the scanner says nothing of one.
 */
const IS_CUT = {
  timeout: true,
  refused: true,
  unreachable: true,
  reset: true,
  closed: true,
  'no-address': false,
  nxdomain: false,
  'server-failure': false,
  bogus: false,
  'cname-loop': false,
  'invalid-name': false,
  'private-address': false,
  'not-smtp': true,
  malformed: true,
  'too-long': true,
  'tls-alert': true,
  'no-shared-version': true,
  blocked: true,
  unexpected: false,
  'onion-not-found': false,
  'onion-failed': false,
  'onion-authorization': false,
  'no-ipv6': false,
  'local-limit': false,
  'other-family': false,
  'not-asked': false,
  'proxy-failed': false,
} as const satisfies Record<FailureCode, boolean>;

/**
 * How far the scanner of one vantage got: STARTTLS is known; the server refused the scanner; it answered and left it open; the
 * connection failed; or nothing can be said.
 */
type Reach = 'known' | 'refused' | 'answered' | 'cut' | 'open';

/**
 * Where the facts of one address differ between two vantages; none where both show the same, or both show nothing. It is the
 * same whichever is the first.
 */
export function pathDifferences(first: Endpoint, second: Endpoint): VantageKind[] {
  const reaches = [reachOf(first), reachOf(second)];
  if (reaches.every((each) => each === 'known')) return knownDifferences(first, second);
  const others = reaches.filter((each) => each !== 'cut');
  if (others.length === 1 && !reaches.includes('open')) return ['connection'];
  if (!reaches.includes('known')) return [];
  return [reaches.includes('refused') ? 'refused' : 'undetermined'];
}

/** Whether STARTTLS of an address is known from a vantage, and was consistent throughout its survey. */
export function isKnownFrom(endpoint: Endpoint): boolean {
  return reachOf(endpoint) === 'known';
}

function reachOf(endpoint: Endpoint): Reach {
  if (!isConsistent(endpoint)) return 'open';
  if (classOf(endpoint) !== 'unknown') return 'known';
  if (endpoint.notes.includes('scanner-listed')) return 'refused';
  switch (endpoint.outcome) {
    case 'rejected':
      return 'refused';
    case 'failed':
    case 'tls-failed':
      return reachOfFailure(endpoint.failure);
    case 'deferred':
    case 'refused-starttls':
    case 'tls':
    case 'plaintext':
    case 'stripped':
      return 'answered';
  }
}

function reachOfFailure({ code }: Failure): Reach {
  return IS_CUT[code] ? 'cut' : 'open';
}

function knownDifferences(first: Endpoint, second: Endpoint): VantageKind[] {
  if (first.outcome !== second.outcome) return ['starttls'];
  if (first.outcome !== 'tls' || second.outcome !== 'tls') return [];
  return [
    ...certificateDifference(first, second),
    ...(areOtherVersions(first.tls, second.tls) ? (['versions'] as const) : []),
  ];
}

/**
 * Two certificates that are valid for the host below one root are those of several machines at one address, or of before and
 * after a renewal. A proxy on a path has none from there, unless it was issued one in the name of the host.
 */
function certificateDifference(first: Endpoint, second: Endpoint): VantageKind[] {
  if (!areOtherCertificates(first, second)) return [];
  const [own, other] = [first, second].map(validRootsOf);
  const isOneRoot = own?.some((root) => other?.includes(root) === true) === true;
  return [isOneRoot ? 'both-valid' : 'certificate'];
}

/** The ids of the roots that the certificates of an endpoint chain to; null where one of them is not known to be valid. */
function validRootsOf(endpoint: Endpoint): string[] | null {
  const roots = eachCertificate(endpoint)
    .filter(({ certificate }) => certificate !== null)
    .map(({ problems, undetermined, path }) =>
      problems?.length === 0 && undetermined.length === 0 && path?.outcome === 'trusted'
        ? (path.via.at(-1) ?? null)
        : null,
    );
  return roots.every((root) => root !== null) ? roots : null;
}

/** A server with two certificates shows either; that it has none is known only where it was asked for. */
function areOtherCertificates(first: Endpoint, second: Endpoint): boolean {
  const [own, other] = [first, second].map(certificatesOf);
  if (own === undefined || other === undefined) return false;
  return own.length > 0 && other.length > 0 && !own.some((each) => other.includes(each));
}

function certificatesOf(endpoint: Endpoint): string[] {
  const ids = eachCertificate(endpoint).flatMap(({ certificate }) => certificate ?? []);
  const hasNone = endpoint.problems?.includes('no-certificate') === true;
  return ids.length === 0 && hasNone ? ['no-certificate'] : ids;
}

/** A version that one vantage did not test is no difference. */
function areOtherVersions(first: TlsFacts, second: TlsFacts): boolean {
  return TLS_VERSIONS.some((version) => {
    const answers = [answerOf(first, version), answerOf(second, version)];
    return answers.includes('yes') && answers.includes('no');
  });
}

function answerOf(facts: TlsFacts, version: TlsVersion): string {
  return facts.version === version ? 'yes' : facts.versions[version];
}
