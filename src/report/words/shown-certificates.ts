import type { Endpoint } from '../../model/records/endpoint.ts';
import { PROBLEMS, type Problem } from '../../model/records/words.ts';
import { eachPresentedBy, type Certificates, type Presented } from './certificate-words.ts';
import { grouped } from '../format/grouped.ts';

/**
 * One certificate with the hosts that presented it. `problems` and `undetermined` are those of any of them; if it was not
 * judged, every question is open.
 */
export interface Shown {
  presented: Presented;
  hosts: string[];
  mismatched: string[];
  problems: readonly Problem[];
  undetermined: readonly Problem[];
  judged: 'fully' | 'partly' | 'not';
}

/** The certificates that endpoints presented, each once, in their order. */
export function shownCertificates(
  endpoints: readonly Endpoint[],
  certificates: Certificates,
  at: string,
): Shown[] {
  const presented = endpoints
    .filter(({ outcome }) => outcome === 'tls')
    .flatMap((endpoint) => eachPresentedBy(endpoint, certificates, at));
  return [...grouped(presented, ({ certificate }) => certificate.id).values()].map(shownTogether);
}

/** One certificate, as all of these presented it. */
export function shownTogether(alike: Presented[]): Shown {
  const [presented] = alike;
  if (presented === undefined) throw new Error('a certificate that nobody presented');
  const endpoints = alike.map(({ endpoint }) => endpoint);
  const having = (problem: Problem) => endpoints.filter((each) => each.problems?.includes(problem));
  const known = alike.filter(({ endpoint }) => endpoint.problems !== null);
  const undetermined = PROBLEMS.filter(
    (problem) =>
      known.some(({ endpoint }) => endpoint.undetermined.includes(problem)) ||
      (known.length < alike.length && problem !== 'no-certificate'),
  );
  return {
    presented: known[0] ?? presented,
    hosts: hostsOf(endpoints),
    mismatched: hostsOf(having('name-mismatch')),
    problems: PROBLEMS.filter((problem) => having(problem).length > 0),
    undetermined,
    judged: known.length === 0 ? 'not' : undetermined.length > 0 ? 'partly' : 'fully',
  };
}

/** The hosts of endpoints, each once. */
export function hostsOf(endpoints: readonly Endpoint[]): string[] {
  return [...new Set(endpoints.map(({ host }) => host))];
}
