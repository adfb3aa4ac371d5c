import type { Endpoint } from '../../model/records/endpoint.ts';
import type { FailureCode, TlsVersion } from '../../model/records/words.ts';

/** What the verdict on a domain takes of an endpoint; a whole record is that and more. */
export type EndpointFacts = Pick<Endpoint, 'host' | 'address' | 'problems' | 'undetermined'> & {
  dane: Pick<NonNullable<Endpoint['dane']>, 'dnssec' | 'verdict'> | null;
} & (
    | { outcome: 'tls'; tls: { version: TlsVersion | null } }
    | { outcome: 'plaintext' | 'stripped' | 'rejected' | 'deferred' }
    | { outcome: 'failed' | 'tls-failed'; failure: { code: FailureCode } }
    | { outcome: 'refused-starttls'; reply: { code: number } }
  );

/** The facts of an endpoint and nothing else of it. */
export function endpointFacts(endpoint: EndpointFacts): EndpointFacts {
  const { host, address, problems, undetermined, dane } = endpoint;
  const facts = {
    host,
    address,
    problems,
    undetermined,
    dane: dane && { dnssec: dane.dnssec, verdict: dane.verdict },
  };
  switch (endpoint.outcome) {
    case 'tls':
      return { ...facts, outcome: endpoint.outcome, tls: { version: endpoint.tls.version } };
    case 'plaintext':
    case 'stripped':
    case 'rejected':
    case 'deferred':
      return { ...facts, outcome: endpoint.outcome };
    case 'failed':
    case 'tls-failed':
      return { ...facts, outcome: endpoint.outcome, failure: { code: endpoint.failure.code } };
    case 'refused-starttls':
      return { ...facts, outcome: endpoint.outcome, reply: { code: endpoint.reply.code } };
  }
}
