import { dnssecOf, type DnsAnswer, type Resolver } from '../../net/dns/dns-answer.ts';
import type { PlannedHost } from '../../model/plan.ts';
import { sortedRecords, type TlsaFacts, type TlsaRecord } from '../../model/tlsa.ts';

/** An MX host that may use DANE, judged by the DNSSEC status of its addresses. */
export interface DaneCandidate {
  host: string;
  /** The TLSA base domains, in the order in which they are asked for (RFC 7672 §2.2.3). */
  bases: readonly string[];
  /** Whether the host is an alias to an insecure name: then its CNAME record must be secure. */
  byAlias: boolean;
  /** Whether its addresses are given, so that the answer about TLSA records alone says whether its zone is secure. */
  isGiven: boolean;
}

/**
 * Returns how a host of a secure MX set (RFC 7672 §2.2.1) is asked for TLSA records: one whose addresses are secure through
 * all aliases (§2.2.2), or whose CNAME record may be; null for any other. For those TLSA records do not count, and old DNS
 * servers may fail on the query.
 */
export function daneCandidate(
  host: string,
  { addresses, dnssec, owner }: Pick<PlannedHost, 'addresses' | 'dnssec' | 'owner'>,
): DaneCandidate | null {
  if (addresses.length === 0) return null;
  const isAlias = owner !== host;
  const candidate = { host, byAlias: false, isGiven: false };
  if (dnssec === 'secure') return { ...candidate, bases: isAlias ? [owner, host] : [host] };
  return dnssec === 'insecure' && isAlias ? { ...candidate, bases: [host], byAlias: true } : null;
}

/** How a host whose addresses are given is asked for TLSA records. */
export function givenCandidate(host: string): DaneCandidate {
  return { host, bases: [host], byAlias: false, isGiven: true };
}

/**
 * Looks up the TLSA records of a host (RFC 7672 §2.2.3): below the name at the end of its aliases, or else below its own. A
 * failed query is a failure (§2.1.1) and no absence. Insecure records do not count.
 */
export async function askTlsa(
  resolver: Resolver,
  { host, bases, byAlias, isGiven }: DaneCandidate,
  port: number,
): Promise<HostTlsa> {
  const rest = { names: [...new Set([...bases, host])] };
  if (byAlias) {
    const alias = await resolver.alias(host);
    if (alias.kind === 'failed') return { ...failedTlsa(alias), ...rest };
    if (alias.dnssec !== 'secure') return { ...NOT_ASKED, ...rest };
  }
  let facts = NOT_ASKED;
  for (const base of bases) {
    facts = tlsaAnswer(await resolver.tlsa(`_${port}._tcp.${base}`));
    if (facts.failure !== null || facts.records.length > 0) break;
  }
  const counts = !isGiven || facts.dnssec === 'secure' || facts.failure !== null;
  return { ...(counts ? facts : NOT_ASKED), ...rest };
}

/** What the DNS said of the TLSA records of a host. */
export type HostTlsa = Omit<TlsaFacts, 'nextHops'>;
type TlsaAnswer = Omit<HostTlsa, 'names'>;

const NOT_ASKED: TlsaAnswer = { asked: false, dnssec: 'unknown', records: [], failure: null };

function tlsaAnswer(answer: DnsAnswer<TlsaRecord>): TlsaAnswer {
  if (answer.kind === 'failed') return failedTlsa(answer);
  const counts = answer.kind === 'records' && answer.dnssec === 'secure';
  return {
    asked: true,
    dnssec: answer.dnssec,
    records: counts ? sortedRecords(answer.records) : [],
    failure: null,
  };
}

function failedTlsa(answer: Extract<DnsAnswer<unknown>, { kind: 'failed' }>): TlsaAnswer {
  return { asked: true, dnssec: dnssecOf(answer), records: [], failure: answer.failure };
}
