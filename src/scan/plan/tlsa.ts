import { dnssecOf, type DnsAnswer, type Resolver } from '../../net/dns/dns-answer.ts';
import { sortedRecords, type TlsaFacts, type TlsaRecord } from '../../model/tlsa.ts';
import type { HostAddresses, MxAnswer } from './resolve.ts';

/** An MX host that DANE may speak for, as far as its MX sets and its addresses tell. */
export interface DaneCandidate {
  host: string;
  /** The names to ask below for TLSA records, the best first. */
  bases: readonly string[];
  /** Whether only the host's own alias is left to be secure: where it leads is not. */
  byAlias: boolean;
  nextHops: readonly string[];
}

/**
 * The hosts to be asked for TLSA records: those of a secure MX set (RFC 7672 §2.2.1) whose addresses are secure,
 * through all aliases (§2.2.2), or that are an alias which may itself be. To all others no TLSA question goes, as their
 * servers of old may answer it with a failure, and what it said would not count.
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

/** Hosts with the domains whose secure MX set names them. */
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
 * Asks for the TLSA records of a host (RFC 7672 §2.2.3): below the name its aliases lead to, and where there are none,
 * below its own. A question that failed is a failure (§2.1.1), never an absence. Records that are not secure do not count.
 */
export async function askTlsa(
  resolver: Resolver,
  { host, bases, byAlias, nextHops }: DaneCandidate,
  port: number,
): Promise<TlsaFacts> {
  const rest = { names: [...new Set([...bases, host])], nextHops };
  if (byAlias) {
    const alias = await resolver.alias(host);
    if (alias.kind === 'failed') return { ...failed(alias), ...rest };
    if (alias.dnssec !== 'secure') return { ...NOT_ASKED, ...rest };
  }
  let facts = NOT_ASKED;
  for (const base of bases) {
    facts = told(await resolver.tlsa(`_${port}._tcp.${base}`));
    if (facts.failure !== null || facts.records.length > 0) break;
  }
  return { ...facts, ...rest };
}

type Told = Omit<TlsaFacts, 'names' | 'nextHops'>;

const NOT_ASKED: Told = { asked: false, dnssec: 'unknown', records: [], failure: null };

function told(answer: DnsAnswer<TlsaRecord>): Told {
  if (answer.kind === 'failed') return failed(answer);
  const counts = answer.kind === 'records' && answer.dnssec === 'secure';
  return {
    asked: true,
    dnssec: answer.dnssec,
    records: counts ? sortedRecords(answer.records) : [],
    failure: null,
  };
}

function failed(answer: Extract<DnsAnswer<unknown>, { kind: 'failed' }>): Told {
  return { asked: true, dnssec: dnssecOf(answer), records: [], failure: answer.failure };
}
