import { judgeDane, MAX_TLSA } from '../../judge/dane/dane.ts';
import { CERTIFICATE_KEYS, classOf, type Endpoint } from '../../model/records/endpoint.ts';
import { tlsaText, type TlsaFacts } from '../../model/tlsa.ts';

type Dane = NonNullable<Endpoint['dane']>;
type Verdict = Dane['verdict'];

/** Gives a certificate in DER by its id; null where it is not known. */
export type DerOf = (id: string) => Buffer | null;

/**
 * The record of an endpoint with its DANE part judged (RFC 7672); null if TLSA records were not asked for, or if the endpoint
 * showed nothing to compare them with. An endpoint whose TLS does not work does not match its TLSA records. Of two
 * certificates each has to match, as a client may get either: the worse verdict is that of the endpoint.
 */
export function withDane(
  endpoint: Endpoint,
  facts: TlsaFacts | null,
  derOf: DerOf,
  at: Date,
): Endpoint {
  if (facts?.asked !== true) return endpoint;
  const verdictOn = (ids: readonly string[]) => verdictOf(endpoint, ids, { facts, derOf, at });
  const records = facts.records.slice(0, MAX_TLSA).map(tlsaText);
  const daneOf = (verdict: Verdict | null) => verdict && { dnssec: facts.dnssec, records, verdict };
  const presented = endpoint.deep?.presented;
  if (!endpoint.deep || !presented) {
    const ids = endpoint.outcome === 'tls' ? endpoint.chain : [];
    return { ...endpoint, dane: daneOf(verdictOn(ids)) };
  }
  const [RSA, ECDSA] = CERTIFICATE_KEYS.map((key) => verdictOn(presented[key].chain));
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

interface DaneBasis {
  facts: TlsaFacts;
  derOf: DerOf;
  at: Date;
}

function verdictOf(
  endpoint: Endpoint,
  ids: readonly string[],
  { facts, derOf, at }: DaneBasis,
): Verdict | null {
  if (facts.failure !== null) return 'failed';
  const chain = facts.records.length === 0 ? [] : ids.map(derOf);
  const known = chain.filter((der) => der !== null);
  const verdict = judgeDane({ ...facts, chain: known, at });
  if (verdict === 'unknown') return 'failed';
  const isWhole = known.length === chain.length;
  return verdict === 'mismatch' && !(isWhole && isComparable(endpoint)) ? null : verdict;
}

/** Whether the endpoint showed its certificate, or that it has no TLS that works. */
function isComparable(endpoint: Endpoint): boolean {
  if (endpoint.outcome === 'tls') return endpoint.problems !== null;
  return classOf(endpoint) !== 'unknown';
}
