/** Record types a lab zone can hold. */
export type LabRecordType = 'MX' | 'A' | 'AAAA' | 'CNAME' | 'TXT' | 'TLSA' | 'PTR' | 'NS' | 'SRV';

/** Where a DNS query came in. */
export type DnsTransport = 'udp' | 'tcp';

/** What a truncated answer finds when the client comes back over TCP. */
export type TcpFallback =
  | 'full'
  | 'reset'
  | 'silent'
  | 'byte-at-a-time'
  /** A length of 0, then FIN. */
  | 'length-0'
  /** A length of 65535, the message, then nothing more. */
  | 'length-65535'
  /** Half of the message, then FIN. */
  | 'cut-short';

/**
 * How one query is answered. `answer` is what the zone says: records, NODATA for a name that has others, NXDOMAIN
 * for one that is not there.
 */
export type DnsAct =
  | { readonly kind: 'answer' | 'nodata' | 'nxdomain' }
  | { readonly kind: 'rcode'; readonly rcode: 'SERVFAIL' | 'REFUSED' | 'NOTIMP' | 'FORMERR' }
  /** No answer; `over` limits the silence to one transport. */
  | { readonly kind: 'silent'; readonly over?: DnsTransport }
  /** TC and no records over UDP. */
  | { readonly kind: 'truncated'; readonly tcp: TcpFallback }
  /** First an empty answer with another ID, then the zone's. */
  | { readonly kind: 'wrong-id-first' }
  /** The zone's records under a question that was not asked. */
  | { readonly kind: 'wrong-question' }
  /** The zone's records under another owner name. */
  | { readonly kind: 'other-owner'; readonly owner: string }
  /** The zone's records, starting one further at each query. */
  | { readonly kind: 'rotate' }
  /** SERVFAIL, as a validating resolver says for a bad signature; the zone's answer if CD is set. */
  | { readonly kind: 'bogus' }
  /** Any bytes; the ID is in the first two bytes of the query. */
  | { readonly kind: 'raw'; readonly bytes: (query: Buffer) => Buffer };

/** An act, optionally late by `delayMs`. */
export type DnsBehaviour = DnsAct & { readonly delayMs?: number };

/** One behaviour for good, or several used in turn, of which the last repeats. */
export type DnsBehaviours = DnsBehaviour | readonly DnsBehaviour[];

/** What a zone has for one name. A name without records exists: NODATA. */
export interface ZoneName {
  readonly MX?: readonly { readonly preference: number; readonly exchange: string }[];
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  readonly CNAME?: string;
  /** A list inside is one record of several strings. */
  readonly TXT?: readonly (string | readonly string[])[];
  readonly TLSA?: readonly {
    readonly usage: number;
    readonly selector: number;
    readonly matchingType: number;
    readonly certificate: Buffer;
  }[];
  readonly SRV?: readonly {
    readonly priority: number;
    readonly weight: number;
    readonly port: number;
    readonly target: string;
  }[];
  readonly PTR?: readonly string[];
  readonly NS?: readonly string[];
  /** Seconds, default 300. */
  readonly ttl?: number;
  /**
   * Answers about this name and those below it carry AD, as from a validating resolver, if the query has AD or DO
   * (RFC 6840 §5.7, §5.8): always, or only for these types. The nearest name that says it decides.
   */
  readonly secure?: boolean | readonly LabRecordType[];
  /** How queries are answered, by type or (`ANY`) for every other type; default `answer`. */
  readonly behaviours?: Readonly<Partial<Record<LabRecordType | 'ANY', DnsBehaviours>>>;
}

/** A zone: lower-case names without the final dot. */
export type Zone = ReadonlyMap<string, ZoneName> | Readonly<Record<string, ZoneName>>;

/** The key of a name in a zone: lower case, no final dot. */
export function zoneKey(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** A zone as a map that the test can change while the server runs. */
export function zoneMap(zone: Zone): Map<string, ZoneName> {
  const entries: Iterable<[string, ZoneName]> =
    zone instanceof Map
      ? (zone as ReadonlyMap<string, ZoneName>).entries()
      : Object.entries(zone as Readonly<Record<string, ZoneName>>);
  return new Map([...entries].map(([name, entry]) => [zoneKey(name), entry]));
}
