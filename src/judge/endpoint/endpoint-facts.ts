import type { Endpoint } from '../../model/records/endpoint.ts';
import type { FailureCode, TlsVersion } from '../../model/records/words.ts';

/** What the verdict on a domain takes of an endpoint; a whole record is that and more. */
export type EndpointFacts = Pick<Endpoint, 'host' | 'address' | 'problems' | 'unjudged'> & {
  dane: Pick<NonNullable<Endpoint['dane']>, 'dnssec' | 'verdict'> | null;
} & (
    | { end: 'tls'; tls: { version: TlsVersion | null } }
    | { end: 'plaintext' | 'stripped' | 'rejected' | 'deferred' }
    | { end: 'failed' | 'tls-failed'; failure: { code: FailureCode } }
    | { end: 'refused-starttls'; said: { code: number } }
  );

/** The facts of an endpoint and nothing else of it. */
export function factsOf(endpoint: EndpointFacts): EndpointFacts {
  const { host, address, problems, unjudged, dane } = endpoint;
  const facts = {
    host,
    address,
    problems,
    unjudged,
    dane: dane && { dnssec: dane.dnssec, verdict: dane.verdict },
  };
  switch (endpoint.end) {
    case 'tls':
      return { ...facts, end: endpoint.end, tls: { version: endpoint.tls.version } };
    case 'plaintext':
    case 'stripped':
    case 'rejected':
    case 'deferred':
      return { ...facts, end: endpoint.end };
    case 'failed':
    case 'tls-failed':
      return { ...facts, end: endpoint.end, failure: { code: endpoint.failure.code } };
    case 'refused-starttls':
      return { ...facts, end: endpoint.end, said: { code: endpoint.said.code } };
  }
}
