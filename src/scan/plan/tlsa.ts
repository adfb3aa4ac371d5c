import { dnssecOf, type DnsAnswer, type Resolver } from '../../net/dns/dns-answer.ts';
import { sortedRecords, type TlsaFacts, type TlsaRecord } from '../../model/tlsa.ts';
import type { HostAddresses, MxAnswer } from './resolve.ts';

/** An MX host that may use DANE, judged by the DNSSEC status of its MX records and addresses. */
export interface DaneCandidate {
  host: string;
  /** The TLSA base domains, in the order in which they are asked for (RFC 7672 §2.2.3). */
  bases: readonly string[];
  /** Whether the host is an alias to an insecure name: then its CNAME record must be secure. */
  byAlias: boolean;
  nextHops: readonly string[];
}

/**
 * Returns the hosts that are asked for TLSA records: those of a secure MX set (RFC 7672 §2.2.1) whose addresses are secure
 * through all aliases (§2.2.2), or whose CNAME record may be. For other hosts TLSA records do not count, and old DNS
 * servers may fail on the query.
 */
export function daneCandidates(
  mx: ReadonlyMap<string, MxAnswer>,
  addresses: ReadonlyMap<string, HostAddresses>,
): DaneCandidate[] {
  const candidates: DaneCandidate[] = [];
  for (const [host, nextHops] of secureHosts(mx)) {
    const found = addresses.get(host);
    if (found === undefined || found.addresses.length === 0) continue;
    const { dnssec, isAlias, owner } = found;
    if (dnssec === 'secure') {
      const bases = isAlias ? [owner, host] : [host];
      candidates.push({ host, bases, byAlias: false, nextHops });
    } else if (dnssec === 'insecure' && isAlias) {
      candidates.push({ host, bases: [host], byAlias: true, nextHops });
    }
  }
  return candidates;
}

/** Returns the hosts of secure MX sets, each with its domains. */
function secureHosts(mx: ReadonlyMap<string, MxAnswer>): ReadonlyMap<string, string[]> {
  const domains = new Map<string, string[]>();
  for (const [domain, answer] of mx) {
    if (answer.dnssec !== 'secure') continue;
    for (const { host, valid } of answer.hosts) {
      const known = domains.get(host);
      if (known !== undefined) known.push(domain);
      else if (valid) domains.set(host, [domain]);
    }
  }
  return domains;
}

/**
 * Looks up the TLSA records of a host (RFC 7672 §2.2.3): below the name at the end of its aliases, or else below its own. A
 * failed query is a failure (§2.1.1) and no absence. Insecure records do not count.
 */
export async function askTlsa(
  resolver: Resolver,
  { host, bases, byAlias, nextHops }: DaneCandidate,
  port: number,
): Promise<TlsaFacts> {
  const rest = { names: [...new Set([...bases, host])], nextHops };
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
  return { ...facts, ...rest };
}

type TlsaAnswer = Omit<TlsaFacts, 'names' | 'nextHops'>;

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
