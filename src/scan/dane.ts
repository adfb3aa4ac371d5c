import { judgeDane, MAX_TLSA } from '../judge/dane/dane.ts';
import { classOf, type Endpoint } from '../model/records/endpoint.ts';
import type { AttemptResult } from '../net/smtp/attempt-result.ts';
import { tlsaText, type TlsaFacts } from '../model/tlsa.ts';

type Dane = NonNullable<Endpoint['dane']>;

/**
 * Returns the DANE part of an endpoint record (RFC 7672); null if TLSA records were not asked for, or if the endpoint
 * showed nothing to compare them with. An endpoint whose TLS does not work does not match its TLSA records.
 */
export function daneOf(
  endpoint: Endpoint,
  result: AttemptResult,
  facts: TlsaFacts | undefined,
  at: Date,
): Endpoint['dane'] {
  if (facts?.asked !== true) return null;
  const verdict = verdictOf(endpoint, result, facts, at);
  if (verdict === null) return null;
  const records = facts.records.slice(0, MAX_TLSA).map(tlsaText);
  return { dnssec: facts.dnssec, records, verdict };
}

function verdictOf(
  endpoint: Endpoint,
  result: AttemptResult,
  facts: TlsaFacts,
  at: Date,
): Dane['verdict'] | null {
  if (facts.failure !== null) return 'failed';
  const chain = result.outcome === 'tls' ? result.handshake.chain : [];
  const verdict = judgeDane({ ...facts, chain, at });
  if (verdict === 'unknown') return 'failed';
  return verdict === 'mismatch' && !isComparable(endpoint) ? null : verdict;
}

/** Whether the endpoint showed its certificate, or that it has no TLS that works. */
function isComparable(endpoint: Endpoint): boolean {
  if (endpoint.outcome === 'tls') return endpoint.problems !== null;
  return classOf(endpoint) !== 'unknown';
}
