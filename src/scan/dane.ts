import { judgeDane, MAX_TLSA } from '../judge/dane/dane.ts';
import { CERTIFICATE_KEYS, classOf, type Endpoint } from '../model/records/endpoint.ts';
import { tlsaText, type TlsaFacts } from '../model/tlsa.ts';
import type { EndpointResult } from './probe/endpoint-result.ts';

type Dane = NonNullable<Endpoint['dane']>;
type Verdict = Dane['verdict'];

/**
 * Adds the DANE part to an endpoint record (RFC 7672); null if TLSA records were not asked for, or if the endpoint
 * showed nothing to compare them with. An endpoint whose TLS does not work does not match its TLSA records. Of two
 * certificates each has to match, as a client may get either: the worse verdict is that of the endpoint.
 */
export function withDane(
  endpoint: Endpoint,
  { merged, deep }: EndpointResult,
  facts: TlsaFacts | undefined,
  at: Date,
): Endpoint {
  if (facts?.asked !== true) return endpoint;
  const verdictOn = (chain: readonly Buffer[]) => verdictOf(endpoint, chain, facts, at);
  const records = facts.records.slice(0, MAX_TLSA).map(tlsaText);
  const daneOf = (verdict: Verdict | null) => verdict && { dnssec: facts.dnssec, records, verdict };
  const presented = endpoint.deep?.presented;
  if (!endpoint.deep || !presented || !deep) {
    const chain = merged.outcome === 'tls' ? merged.handshake.chain : [];
    return { ...endpoint, dane: daneOf(verdictOn(chain)) };
  }
  const [RSA, ECDSA] = CERTIFICATE_KEYS.map((key) => verdictOn(deep.chains[key] ?? []));
  return {
    ...endpoint,
    dane: daneOf(worse(RSA ?? null, ECDSA ?? null)),
    deep: {
      ...endpoint.deep,
      presented: {
        RSA: { ...presented.RSA, dane: RSA ?? null },
        ECDSA: { ...presented.ECDSA, dane: ECDSA ?? null },
      },
    },
  };
}

/** The verdicts of one host's records on two certificates differ in these alone. */
const WORST_FIRST = ['mismatch', 'failed', 'match'] as const satisfies Verdict[];

function worse(one: Verdict | null, other: Verdict | null): Verdict | null {
  return WORST_FIRST.find((each) => each === one || each === other) ?? one;
}

function verdictOf(
  endpoint: Endpoint,
  chain: readonly Buffer[],
  facts: TlsaFacts,
  at: Date,
): Verdict | null {
  if (facts.failure !== null) return 'failed';
  const verdict = judgeDane({ ...facts, chain, at });
  if (verdict === 'unknown') return 'failed';
  return verdict === 'mismatch' && !isComparable(endpoint) ? null : verdict;
}

/** Whether the endpoint showed its certificate, or that it has no TLS that works. */
function isComparable(endpoint: Endpoint): boolean {
  if (endpoint.outcome === 'tls') return endpoint.problems !== null;
  return classOf(endpoint) !== 'unknown';
}
