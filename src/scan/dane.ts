import { judgeDane, MAX_TLSA } from '../judge/dane/dane.ts';
import { classOf, type Endpoint } from '../model/records/endpoint.ts';
import type { AttemptResult } from '../net/smtp/attempt-result.ts';
import { tlsaText, type TlsaFacts } from '../model/tlsa.ts';

type Dane = NonNullable<Endpoint['dane']>;

/**
 * What the record of an endpoint says of DANE; null where it was not asked for, or where the endpoint showed nothing that
 * its TLSA records could be held against. One that is asked for and offers no TLS that works does not match.
 */
export function daneOf(
  endpoint: Endpoint,
  observation: AttemptResult,
  facts: TlsaFacts | undefined,
  at: Date,
): Endpoint['dane'] {
  if (facts?.asked !== true) return null;
  const verdict = verdictOf(endpoint, observation, facts, at);
  if (verdict === null) return null;
  const records = facts.records.slice(0, MAX_TLSA).map(tlsaText);
  return { dnssec: facts.dnssec, records, verdict };
}

function verdictOf(
  endpoint: Endpoint,
  observation: AttemptResult,
  facts: TlsaFacts,
  at: Date,
): Dane['verdict'] | null {
  if (facts.failure !== null) return 'failed';
  const chain = observation.outcome === 'tls' ? observation.handshake.chain : [];
  const verdict = judgeDane({ ...facts, chain, at });
  if (verdict === 'unknown') return 'failed';
  return verdict === 'mismatch' && !hasShown(endpoint) ? null : verdict;
}

/** A certificate that was not judged was not seen. */
function hasShown(endpoint: Endpoint): boolean {
  if (endpoint.outcome === 'tls') return endpoint.problems !== null;
  return classOf(endpoint) !== 'unknown';
}
