import type { Failure } from './records/failure.ts';
import type { Dnssec } from './records/words.ts';

/** One TLSA record (RFC 6698 §2.1); `data` is its certificate association data, of any length. */
export interface TlsaRecord {
  usage: number;
  selector: number;
  matchingType: number;
  data: Buffer;
}

/** What the DNS said of the TLSA records of an MX host, and whose certificate they may call for. */
export interface TlsaFacts {
  /** False where the host turned out to be none that DANE can speak for. */
  asked: boolean;
  /** Of the TLSA answer; that of the MX set and the addresses came before it. */
  dnssec: Dnssec;
  /** Those that count, as they are secure; sorted, each once. */
  records: readonly TlsaRecord[];
  /** Why they could not be looked up; null where they were, or are none. */
  failure: Failure | null;
  /** Names that a certificate under a trust anchor can have: the host, and where its alias leads. */
  names: readonly string[];
  /** The mail domains that securely lead to the host. */
  nextHops: readonly string[];
}

/** Records in an order of their own, each once: resolvers give them in any. */
export function sortedRecords(records: readonly TlsaRecord[]): TlsaRecord[] {
  const byKey = new Map(records.map((record) => [keyOf(record), record]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
}

function keyOf({ usage, selector, matchingType, data }: TlsaRecord): string {
  return `${usage} ${selector} ${matchingType} ${data.toString('hex')}`;
}

/** Hex digits of a record's data that are kept: all of a SHA-512 digest. */
const MAX_HEX = 128;

/** A record as `3 1 1 <hex>`; hex of more than 128 digits is cut, and ends in `…`. */
export function tlsaText({ usage, selector, matchingType, data }: TlsaRecord): string {
  const hex = data.subarray(0, MAX_HEX / 2).toString('hex');
  return `${usage} ${selector} ${matchingType} ${hex}${data.length > MAX_HEX / 2 ? '…' : ''}`;
}
