import type { Failure } from '../../model/records/failure.ts';
import type { TlsaRecord } from '../../model/tlsa.ts';
import type { Dnssec } from '../../model/records/words.ts';

/** One MX record (RFC 1035 §3.3.9); `exchange` is not validated, `''` for the root. */
export interface MxRecord {
  preference: number;
  exchange: string;
}

/** One SRV record (RFC 2782); `target` is not validated, `''` for the root. */
export interface SrvRecord {
  priority: number;
  weight: number;
  port: number;
  target: string;
}

/**
 * The result of one lookup. `nodata` (the name exists, without such a record) and `nxdomain` are facts (RFC 2308 §2); after
 * `failed` the answer is unknown. `aliases` are the targets of the CNAME records, in order. `dnssec` is the weakest status
 * of the chain.
 */
export type DnsAnswer<Record> =
  | { kind: 'records'; records: Record[]; aliases: string[]; dnssec: Dnssec }
  | { kind: 'nodata'; aliases: string[]; dnssec: Dnssec }
  | { kind: 'nxdomain'; aliases: string[]; dnssec: Dnssec }
  | { kind: 'failed'; failure: Failure };

/** The DNS lookups of a survey. Addresses are in canonical text (RFC 5952 for IPv6). */
export interface Resolver {
  /** `aliases` is empty if the answer came through `node:dns`, which does not report them. */
  mx(name: string): Promise<DnsAnswer<MxRecord>>;
  ipv4(name: string): Promise<DnsAnswer<string>>;
  ipv6(name: string): Promise<DnsAnswer<string>>;
  /** The CNAME record of a name itself, not followed. */
  alias(name: string): Promise<DnsAnswer<string>>;
  /** @param name with port and protocol, as in `_25._tcp.mx.example.org` (RFC 6698 §3). */
  tlsa(name: string): Promise<DnsAnswer<TlsaRecord>>;
  /** The strings of each record are joined (RFC 8461 §3.1), one character a byte. */
  txt(name: string): Promise<DnsAnswer<string>>;
  /** @param name with service and protocol, as in `_onion-mx._tcp.example.org`. */
  srv(name: string): Promise<DnsAnswer<SrvRecord>>;
  /** Whether a server whose AD bit counts validates DNSSEC. */
  validates(): Promise<boolean>;
}

/** A resolver that also finds the names of an address. */
export interface ReverseResolver extends Resolver {
  /** @param name in a reverse zone, as in `1.2.0.192.in-addr.arpa` (RFC 1035 §3.5). */
  ptr(name: string): Promise<DnsAnswer<string>>;
}

/** Returns the DNSSEC status of an answer; of a failed one, bogus if validation failed, otherwise unknown. */
export function dnssecOf(answer: DnsAnswer<unknown>): Dnssec {
  if (answer.kind !== 'failed') return answer.dnssec;
  return answer.failure.code === 'bogus' ? 'bogus' : 'unknown';
}
