import type { Failure } from '../../model/records/failure.ts';
import type { TlsaRecord } from '../../model/tlsa.ts';
import type { Dnssec } from '../../model/records/words.ts';

/** One MX record (RFC 1035 §3.3.9); `exchange` is as the DNS gave it, not validated, `''` for the root. */
export interface MxRecord {
  preference: number;
  exchange: string;
}

/**
 * What the DNS said to one question. `nodata` (the name exists, without such a record) and `nxdomain` are facts;
 * `failed` is none. `aliases` are the names that CNAME records led through, in order, the asked one left out. `dnssec`
 * is the weakest status on the way through them.
 */
export type DnsAnswer<Record> =
  | { kind: 'records'; records: Record[]; aliases: string[]; dnssec: Dnssec }
  | { kind: 'nodata'; aliases: string[]; dnssec: Dnssec }
  | { kind: 'nxdomain'; aliases: string[]; dnssec: Dnssec }
  | { kind: 'failed'; failure: Failure };

/** What a survey asks of the DNS. Addresses come in canonical text (RFC 5952 for IPv6). */
export interface Resolver {
  /** Its aliases are not known, and left empty, where `node:dns` answered. */
  mx(name: string): Promise<DnsAnswer<MxRecord>>;
  ipv4(name: string): Promise<DnsAnswer<string>>;
  ipv6(name: string): Promise<DnsAnswer<string>>;
  /** The CNAME record of a name itself, not followed. */
  alias(name: string): Promise<DnsAnswer<string>>;
  /** @param name with port and protocol, as in `_25._tcp.mx.example.org` (RFC 6698 §3). */
  tlsa(name: string): Promise<DnsAnswer<TlsaRecord>>;
  /** The strings of each record joined without anything between (RFC 8461 §3.1), a character a byte. */
  txt(name: string): Promise<DnsAnswer<string>>;
  /** Whether DNSSEC is validated for us, by a resolver whose word on it counts. */
  validates(): Promise<boolean>;
}

/** The DNSSEC status of an answer. One that failed is bogus if it failed validation, else nothing is known of it. */
export function dnssecOf(answer: DnsAnswer<unknown>): Dnssec {
  if (answer.kind !== 'failed') return answer.dnssec;
  return answer.failure.code === 'bogus' ? 'bogus' : 'unknown';
}
