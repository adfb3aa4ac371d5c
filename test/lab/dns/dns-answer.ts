import * as dnsPacket from 'dns-packet';
import { zoneKey, type LabRecordType, type ZoneName } from './dns-zone.ts';

/** A query, read. */
export interface LabQuery {
  readonly id: number;
  /** As asked, case and all. */
  readonly name: string;
  readonly type: dnsPacket.RecordType;
  readonly recursionDesired: boolean;
  readonly checkingDisabled: boolean;
  /** DO or AD was set. */
  readonly wantsAuthenticated: boolean;
  /** What the client can take over UDP: 512 without EDNS. */
  readonly udpBytes: number;
  readonly edns: boolean;
}

/** RCODEs of RFC 1035 §4.1.1 by name. */
const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 };

/** What the zone has for a query. */
export interface ZoneAnswer {
  readonly rcode: keyof typeof RCODES;
  readonly answers: readonly dnsPacket.Answer[];
  readonly authenticated: boolean;
}

/** How far CNAMEs are followed: enough for a client's own cap to be what stops first. */
const MAX_CNAMES = 64;

/**
 * Reads a query.
 * @throws where the bytes are no DNS message with one question
 */
export function readQuery(bytes: Buffer): LabQuery {
  const packet = dnsPacket.decode(bytes);
  const question = packet.questions?.[0];
  if (question === undefined) throw new Error('a query without a question');
  const opt = packet.additionals?.find((record) => record.type === 'OPT');
  return {
    id: packet.id ?? 0,
    name: question.name,
    type: question.type,
    recursionDesired: packet.flag_rd,
    checkingDisabled: packet.flag_cd,
    wantsAuthenticated: packet.flag_ad || opt?.flag_do === true,
    udpBytes: Math.max(512, opt?.udpPayloadSize ?? 0),
    edns: opt !== undefined,
  };
}

/** What the zone says to a query: records, or NODATA or NXDOMAIN, through CNAMEs as a recursive resolver gives it. */
export function lookUp(zone: ReadonlyMap<string, ZoneName>, query: LabQuery): ZoneAnswer {
  const answers: dnsPacket.Answer[] = [];
  const seen = new Set<string>();
  let owner = query.name;
  let authenticated = isSecure(zone, owner, query.type);
  for (let hop = 0; hop < MAX_CNAMES; hop++) {
    const entry = zone.get(zoneKey(owner));
    if (entry === undefined) return { rcode: 'NXDOMAIN', answers, authenticated };
    const target = query.type === 'CNAME' ? undefined : entry.CNAME;
    if (target === undefined || seen.has(zoneKey(owner))) {
      return {
        rcode: 'NOERROR',
        answers: answers.concat(records(entry, owner, query.type)),
        authenticated,
      };
    }
    answers.push({ type: 'CNAME', name: owner, ttl: entry.ttl ?? 300, data: target });
    seen.add(zoneKey(owner));
    owner = target;
    authenticated &&= isSecure(zone, owner, query.type);
  }
  return { rcode: 'NOERROR', answers, authenticated };
}

/** A response as bytes; negative ones carry the zone's SOA (RFC 2308 §3). */
export function encodeResponse(query: LabQuery, answer: ZoneAnswer, truncated = false): Buffer {
  const negative = !answer.answers.some(({ type }) => type === query.type);
  const denies =
    negative && (answer.rcode === 'NOERROR' || answer.rcode === 'NXDOMAIN') && !truncated;
  return dnsPacket.encode({
    type: 'response',
    id: query.id,
    flags: flags(query, answer, truncated),
    questions: [{ name: query.name, type: query.type }],
    answers: truncated ? [] : [...answer.answers],
    authorities: denies ? [soa(query.name)] : [],
    additionals: query.edns ? [opt()] : [],
  });
}

function flags(query: LabQuery, answer: ZoneAnswer, truncated: boolean): number {
  return (
    RCODES[answer.rcode] |
    dnsPacket.RECURSION_AVAILABLE |
    (query.recursionDesired ? dnsPacket.RECURSION_DESIRED : 0) |
    (query.checkingDisabled ? dnsPacket.CHECKING_DISABLED : 0) |
    (truncated ? dnsPacket.TRUNCATED_RESPONSE : 0) |
    (answer.authenticated && query.wantsAuthenticated ? dnsPacket.AUTHENTIC_DATA : 0)
  );
}

function isSecure(zone: ReadonlyMap<string, ZoneName>, name: string, type: string): boolean {
  for (let labels = zoneKey(name).split('.'); labels.length > 0; labels = labels.slice(1)) {
    const secure = zone.get(labels.join('.'))?.secure;
    if (typeof secure === 'boolean') return secure;
    if (secure !== undefined) return secure.some((one) => one === type);
  }
  return false;
}

const readers = {
  MX: (entry) => entry.MX,
  A: (entry) => entry.A,
  AAAA: (entry) => entry.AAAA,
  CNAME: (entry) => (entry.CNAME === undefined ? undefined : [entry.CNAME]),
  TXT: (entry) => entry.TXT,
  TLSA: (entry) => entry.TLSA,
  SRV: (entry) => entry.SRV,
  PTR: (entry) => entry.PTR,
  NS: (entry) => entry.NS,
} satisfies Record<LabRecordType, (entry: ZoneName) => readonly unknown[] | undefined>;

function records(entry: ZoneName, owner: string, type: string): dnsPacket.Answer[] {
  if (!Object.hasOwn(readers, type)) return [];
  const read: (entry: ZoneName) => readonly unknown[] | undefined = readers[type as LabRecordType];
  return (read(entry) ?? []).map(
    (data) => ({ type, name: owner, ttl: entry.ttl ?? 300, data }) as dnsPacket.Answer,
  );
}

function soa(name: string): dnsPacket.Answer {
  const data = { mname: 'ns.lab.example', rname: 'lab.example', serial: 1, refresh: 60, retry: 60 };
  const zone = zoneKey(name).split('.').slice(-2).join('.');
  return { type: 'SOA', name: zone, ttl: 60, data: { ...data, expire: 600, minimum: 60 } };
}

function opt(): dnsPacket.Answer {
  const sizes = { udpPayloadSize: 1232, extendedRcode: 0, ednsVersion: 0, flags: 0 };
  return { type: 'OPT', name: '.', flag_do: false, options: [], ...sizes };
}
