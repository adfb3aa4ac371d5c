import type { Failure } from './failure.ts';

/** One MX record (RFC 1035 §3.3.9); `exchange` is as the DNS gave it, not validated, `''` for the root. */
export interface MxRecord {
  preference: number;
  exchange: string;
}

/**
 * What the DNS said to one question. `nodata` (the name exists, without such a record) and `nxdomain` are facts;
 * `failed` is none. `aliases` are the names that CNAME records led through, in order, the asked one left out.
 */
export type DnsAnswer<Record> =
  | { kind: 'records'; records: Record[]; aliases: string[] }
  | { kind: 'nodata'; aliases: string[] }
  | { kind: 'nxdomain'; aliases: string[] }
  | { kind: 'failed'; failure: Failure };

/** What a survey asks of the DNS. Addresses come in canonical text (RFC 5952 for IPv6). */
export interface Resolver {
  mx(name: string): Promise<DnsAnswer<MxRecord>>;
  ipv4(name: string): Promise<DnsAnswer<string>>;
  ipv6(name: string): Promise<DnsAnswer<string>>;
  /** The strings of each record joined without anything between (RFC 8461 §3.1), a character a byte. */
  txt(name: string): Promise<DnsAnswer<string>>;
}
