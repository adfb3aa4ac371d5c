import { classOf, type ClassFacts } from '../model/records/endpoint.ts';
import type { ClassCounts, MailDomain, Mx } from '../model/records/mail-domain.ts';
import {
  PROBLEMS,
  TLS_VERSIONS,
  type DecidingWord,
  type EndpointClass,
  type Level,
  type Problem,
  type StarttlsWord,
} from '../model/records/words.ts';
import { isDaneEnforced } from './dane/dane-enforced.ts';
import type { EndpointFacts } from './endpoint/endpoint-facts.ts';
import { enforces } from './policies/mta-sts.ts';
import { trustProblems } from './endpoint/trust.ts';

/** The verdict on a domain, from the endpoints of its MX hosts. */
export type DomainVerdict = Pick<
  MailDomain,
  'level' | 'decidedBy' | 'starttls' | 'tls' | 'problems' | 'counts'
>;

/** The MX answers that mean: no mail is to be delivered here. */
const NO_MAIL: ReadonlySet<Mx['kind']> = new Set(['null-mx', 'none', 'nxdomain']);

/**
 * Judges a domain by its weakest MX. What is unknown neither raises nor lowers it.
 * @param endpoints all endpoints of its MX hosts, in the order of preference.
 * @param mtaSts what its MTA-STS policy says, held against its MX hosts; null: not asked.
 */
export function judgeDomain(
  mx: Mx,
  endpoints: readonly EndpointFacts[],
  mtaSts: MailDomain['mtaSts'],
): DomainVerdict {
  const counts = countClasses(endpoints);
  const noMail = NO_MAIL.has(mx.kind);
  return {
    ...decide(mx, endpoints, counts, mtaSts),
    starttls: noMail ? null : starttlsWord(counts),
    tls: negotiated(endpoints),
    problems: PROBLEMS.filter((problem) =>
      endpoints.some((endpoint) => endpoint.problems?.includes(problem)),
    ),
    counts,
  };
}

/** Counts endpoints by class. */
export function countClasses(endpoints: Iterable<ClassFacts>): ClassCounts {
  const counts: ClassCounts = { tls: 0, plaintext: 0, broken: 0, unknown: 0 };
  for (const endpoint of endpoints) counts[classOf(endpoint)]++;
  return counts;
}

function decide(
  mx: Mx,
  endpoints: readonly EndpointFacts[],
  counts: ClassCounts,
  mtaSts: MailDomain['mtaSts'],
): Pick<DomainVerdict, 'level' | 'decidedBy'> {
  if (NO_MAIL.has(mx.kind)) return { level: 'no-mail', decidedBy: null };
  if (counts.plaintext > 0) return decidedBy('none', endpoints, 'plaintext');
  if (counts.broken > 0) return decidedBy('broken', endpoints, 'broken');
  if (counts.tls === 0) return decidedBy('unknown', endpoints, 'unknown');
  if (isDaneEnforced(mx, endpoints)) return { level: 'enforced', decidedBy: null };
  const lacking = endpoints.find((endpoint) => lackOf(endpoint) !== null);
  if (lacking === undefined) {
    return { level: enforces(mtaSts) ? 'enforced' : 'authenticated', decidedBy: null };
  }
  const { host, address } = lacking;
  return { level: 'encrypted', decidedBy: { host, address, word: lackOf(lacking) ?? '' } };
}

function decidedBy(
  level: Level,
  endpoints: readonly EndpointFacts[],
  wanted: EndpointClass,
): Pick<DomainVerdict, 'level' | 'decidedBy'> {
  const endpoint = endpoints.find((each) => classOf(each) === wanted);
  if (endpoint === undefined) return { level, decidedBy: null };
  const word = endpoint.outcome === 'failed' ? endpoint.failure.code : endpoint.outcome;
  return { level, decidedBy: { host: endpoint.host, address: endpoint.address, word } };
}

/**
 * What keeps the certificate of an endpoint from being valid for its MX name; null for nothing, or without TLS. A
 * question that is open is not named: who greps for a problem takes its word for one.
 */
function lackOf(endpoint: EndpointFacts): Problem | DecidingWord | null {
  const { outcome, problems, undetermined } = endpoint;
  if (outcome !== 'tls') return null;
  const [problem] = trustProblems(problems ?? []);
  if (problem !== undefined) return problem;
  return problems === null || trustProblems(undetermined).length > 0 ? 'undetermined' : null;
}

function starttlsWord({ tls, plaintext, broken }: ClassCounts): StarttlsWord {
  if (tls + plaintext + broken === 0) return 'unknown';
  if (tls > 0) return plaintext + broken === 0 ? 'all' : 'some';
  return plaintext > 0 ? 'none' : 'broken';
}

function negotiated(endpoints: readonly EndpointFacts[]): MailDomain['tls'] {
  return TLS_VERSIONS.filter((version) =>
    endpoints.some((endpoint) => endpoint.outcome === 'tls' && endpoint.tls.version === version),
  );
}
